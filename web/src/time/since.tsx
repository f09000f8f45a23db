/** A relative time, `2 minutes ago`, that stays up to date. */
import { useAsTimePasses } from './clock.ts'
import { absolute, ago, readTime } from './say-time.ts'

/** Shows the exact time on hover. `time` is in the API’s format. */
export function Since({ time }: { readonly time: string }) {
  const then = readTime(time)
  return (
    <time dateTime={new Date(then).toISOString()} title={absolute(then)}>
      {useAsTimePasses((now) => ago(then, now))}
    </time>
  )
}
