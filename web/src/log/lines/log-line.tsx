/** The content of one line in the job log. */
import type { LogLine } from '../../live/message.ts'
import { absolute, readTime, timeOfDay } from '../../time/say-time.ts'
import { LEVEL_LOOK } from '../levels.ts'

/** Time, level, step and text. The step of a retry is shown as `200/1`. */
export function LogLineContent({ line }: { readonly line: LogLine }) {
  const { timestamp, level, step, attempts, text } = line
  const { word, tone } = LEVEL_LOOK[level]
  const time = readTime(timestamp)
  return (
    <>
      <time className="log-time" dateTime={new Date(time).toISOString()} title={absolute(time)}>
        {timeOfDay(time)}
      </time>
      <span className={`log-level tone-${tone}`}>{word}</span>
      <span className="log-step" title={attempts === 0 ? `Step ${step}` : `Step ${step}, retry ${attempts}`}>
        {attempts === 0 ? step : `${step}/${attempts}`}
      </span>
      <span className="log-text">{text}</span>
    </>
  )
}
