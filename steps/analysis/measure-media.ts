/** The step measure-media, which measures pictures and sound of the source. */
import { checkedStreams } from '../../tasks/ffmpeg/measure/graph.ts'
import { listenCommand, listenTo, withSpeech } from '../../tasks/ffmpeg/measure/listen.ts'
import {
  type MeasureFollow,
  type MeasureOutcome,
  type MeasurePlan,
  measure,
  measureCommand,
} from '../../tasks/ffmpeg/measure/measure.ts'
import type { Measured, Measures } from '../../tasks/ffmpeg/measure/measures.ts'
import { audioOf, videoOf } from '../../tasks/ffmpeg/media.ts'
import type { CommandLine, CommandQuestion } from '../engine/declare/step.ts'
import { fatal, finished, type Outcome, retry, type Step, type StepContext } from '../engine/declare/step.ts'
import { probeForPlan } from '../source/probe-for-plan.ts'
import { reaching, sourceOf, unreadable } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { largerThan } from '../transcode/ffmpeg-step.ts'
import type { Source } from '../transcode/renditions.ts'
import { measuresOf } from './analyze-parameters.ts'

/** Reads the source once, and its sound a second time for a fingerprint. Result: `Measured`. */
export const measureMedia: Step<Tools> = {
  name: 'measure-media',
  description: 'Measuring pictures and sound.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: ({ sourceUri = '' }, tools) => ({ ...reaching({ sourceUri }, tools), media: true }),
  async run(context) {
    const source = context.result<Source>('probe-file')
    if (!source) return fatal('the source was not analyzed')
    const measures = measuresOf(context.metadata)
    if ('refused' in measures) return fatal(`${measures.key}: ${measures.explanation}`)
    const wrong = unmeasurable(source, measures) ?? largerThan(context.tools.maxPixels, source.media)
    if (wrong !== undefined) return fatal(`${source.path}: ${wrong}`)
    const readable = await sourceOf(context)
    if ('ended' in readable) return readable
    const programs = await context.tools.programs()
    if ('missing' in programs) return retry(programs.missing.join('; '))
    const plan = { ffmpeg: programs.ffmpeg, input: source.path, media: source.media, measures }
    return outcomeOf(await measured(plan, context), source, context)
  },
  command,
}

/** Why nothing can be measured, or a check cannot be made, as a clause. Pure. */
export function unmeasurable({ media }: Pick<Source, 'media'>, { channels }: Measures): string | undefined {
  const missing = checkedStreams(media, channels).find(({ of }) => of === undefined)
  if (missing) {
    const { stream, channel } = missing.check
    return `it has no channel ${channel} in ${stream === undefined ? 'its first audio stream' : `stream ${stream}`}`
  }
  return videoOf(media) || audioOf(media).length > 0 ? undefined : 'it has neither video nor audio'
}

async function measured(plan: MeasurePlan, context: StepContext<Tools>): Promise<MeasureOutcome> {
  const { media, measures } = plan
  const follow = followed(plan, context)
  const seen = await measure(plan, follow)
  if (seen.ended !== 'done' || !measures.speech || audioOf(media).length === 0) return seen
  const { tools, signal } = context
  const heard = await listenTo(plan, measures.speech, {
    ...follow,
    hear: async (piece) => {
      const known = await tools.tasks.run('speech', piece, signal)
      return 'ended' in known ? undefined : known
    },
  })
  return heard.ended === 'done' ? { ended: 'done', measured: withSpeech(seen.measured, heard) } : heard
}

function followed(plan: MeasurePlan, { signal, tools, progress, log }: StepContext<Tools>): MeasureFollow {
  const { durationS } = plan.media
  let percent = 0
  const onTime = (seconds: number): void => {
    const now = durationS ? Math.min(99, Math.floor((seconds / durationS) * 100)) : 0
    if (now > percent) progress(now, 100, 'percent')
    percent = Math.max(now, percent)
  }
  return { signal, stallMs: tools.stallMs, onTime, onLog: log }
}

async function outcomeOf(
  result: MeasureOutcome,
  { path }: Source,
  context: StepContext<Tools>,
): Promise<Outcome> {
  switch (result.ended) {
    case 'done':
      context.progress(100, 100, 'percent')
      if (result.measured.isCut)
        context.log('warning', 'more was found than is kept: choose higher thresholds')
      return finished(result.measured satisfies Measured)
    case 'bad-input':
      return unreadable(path, result.message, context)
    case 'encoder-missing':
    case 'failed':
      return fatal(result.message)
    case 'disk-full':
    case 'crashed':
      return retry(result.message)
    case 'stalled':
      return retry(`stalled: ${result.message}`)
    case 'stopped':
      return retry('stopped')
  }
}

async function command(question: CommandQuestion<Tools>): Promise<CommandLine> {
  const measures = measuresOf(question.metadata)
  if ('refused' in measures) return { unknown: `${measures.key}: ${measures.explanation}` }
  const probed = await probeForPlan(question)
  if ('unknown' in probed) return probed
  const { source, programs } = probed
  const wrong = unmeasurable(source, measures)
  const plan = { ffmpeg: programs.ffmpeg, input: source.path, media: source.media, measures }
  const sounds = audioOf(source.media)
  const isHeard = measures.speech !== undefined && sounds.length > 0
  const argument = measureCommand(plan) ?? (isHeard ? listenCommand(plan, sounds) : undefined)
  return wrong === undefined && argument
    ? { argument, explanation: [`measures ${Object.keys(measures).join(', ')}`] }
    : { unknown: wrong ?? 'nothing of it can be measured' }
}
