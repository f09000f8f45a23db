/** The step transcode, which makes renditions with ffmpeg. */

import { explained } from '../../tasks/ffmpeg/plan/explained.ts'
import { ffmpeg } from '../../tasks/ffmpeg/run.ts'
import { removeFile } from '../../tasks/files/open-folder.ts'
import type { ProgramFile } from '../../tasks/program/program-file.ts'
import { fatal, finished, type Outcome, type Step, type StepContext } from '../engine/declare/step.ts'
import { preparePresets } from '../preset/presets-of-job.ts'
import type { Tools } from '../tools.ts'
import { claimNames } from './claim-names.ts'
import { failureOf, readyFfmpeg } from './ffmpeg-step.ts'
import { type Rendition, type Work, workOf } from './renditions.ts'
import { transcodeCommand } from './transcode-command.ts'
import { transcodeNeeds } from './transcode-needs.ts'

/**
 * Makes all renditions as partial files in one run of ffmpeg. If the job is stopped, keeps the media encoded
 * so far. Result: `Rendition[]`; metadata: the plan in words.
 */
export const transcode: Step<Tools> = {
  name: 'transcode',
  description: 'Transcoding.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  categories: ['cpu', 'gpu_encode'],
  prepare: preparePresets,
  needs: transcodeNeeds,
  async run(context) {
    const work = await workOf(context)
    if ('refused' in work) return fatal(work.refused)
    const program = await readyFfmpeg(context, work)
    if ('ended' in program) return program
    const taken = await claimNames(context, work.renditions)
    if (taken) return taken
    for (const line of mediaPlan(work)) context.log('info', line)
    return outcome(await encode(context, work, program), context, work)
  },
  command: transcodeCommand,
  async discard(context) {
    const work = await workOf(context)
    if ('refused' in work) return
    for (const { partial } of work.renditions) await removeFile(partial)
  },
}

/** The plans of all renditions in words. */
function mediaPlan({ renditions }: Work): readonly string[] {
  return renditions.flatMap(({ plan }) => explained(plan))
}

function encode(
  { signal, stop, progress, log, tools }: StepContext<Tools>,
  { source, range, renditions }: Work,
  program: ProgramFile,
) {
  const outputs = renditions.map(({ plan, partial }) => ({ plan, path: partial }))
  const { path: input, media } = source
  return ffmpeg(
    { ffmpeg: program, input, media, outputs, ...(range && { range }) },
    {
      ...{ signal, finish: stop, stallMs: tools.stallMs },
      onLog: log,
      onProgress: ({ fraction }) => progress(Math.round((fraction ?? 0) * 1_000) / 10, 100, 'percent'),
    },
  )
}

async function outcome(
  result: Awaited<ReturnType<typeof ffmpeg>>,
  context: StepContext<Tools>,
  work: Work,
): Promise<Outcome> {
  const { progress, stop } = context
  const { source, renditions, destination } = work
  if (stop.aborted && result.ended === 'crashed') return fatal('stopped before there was any output')
  const partials = renditions.map(({ partial }) => partial)
  if (result.ended !== 'done')
    return failureOf(result, context, { input: source.path, destination, partials })
  const { cut, damage } = result
  if (!cut) progress(100, 100, 'percent')
  return finished(
    renditions.map(
      ({ tag, partial, final }): Rendition => ({ ...{ tag, partial, final, damage }, ...(cut && { cut }) }),
    ),
    { mediaPlan: mediaPlan(work).join('\n') },
  )
}
