/** The step transcode, which makes renditions with ffmpeg. */

import { siteId } from '../../schema/ids.ts'
import { ffmpeg } from '../../tasks/ffmpeg/run.ts'
import { removePartials } from '../../tasks/files/land.ts'
import { removeFile } from '../../tasks/files/open-folder.ts'
import type { ProgramFile } from '../../tasks/program/program-file.ts'
import { fatal, finished, type Outcome, type Step, type StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { failureOf, readyFfmpeg } from './ffmpeg-step.ts'
import { planOf, type Rendition } from './renditions.ts'
import { transcodeCommand } from './transcode-command.ts'
import { transcodeNeeds } from './transcode-needs.ts'

/**
 * Makes all renditions as partial files in one run of ffmpeg. If the job is stopped, keeps the media encoded
 * so far. Result: `Rendition[]`.
 */
export const transcode: Step<Tools> = {
  name: 'transcode',
  description: 'Transcoding.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  categories: ['cpu', 'gpu_encode'],
  needs: transcodeNeeds,
  async run(context) {
    const plan = await planOf(context)
    if ('refused' in plan) return fatal(plan.refused)
    const program = await readyFfmpeg(context, plan)
    if ('ended' in program) return program
    await removeLeftovers(context, plan.renditions)
    return outcome(await encode(context, plan, program), context, plan)
  },
  command: transcodeCommand,
  async discard(context) {
    const plan = await planOf(context)
    if ('refused' in plan) return
    for (const { partial } of plan.renditions) await removeFile(partial)
  },
}

type Plan = Exclude<Awaited<ReturnType<typeof planOf>>, { readonly refused: string }>

function encode(
  { signal, stop, progress, log, tools }: StepContext<Tools>,
  plan: Plan,
  program: ProgramFile,
) {
  const outputs = plan.renditions.map(({ preset, partial }) => ({ preset, path: partial }))
  const { path: input, media } = plan.source
  return ffmpeg(
    { ffmpeg: program, input, media, outputs, ...(plan.range && { range: plan.range }) },
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
  { source, renditions, destination }: Plan,
): Promise<Outcome> {
  const { progress, stop } = context
  if (stop.aborted && result.ended === 'crashed') return fatal('stopped before there was any output')
  const partials = renditions.map(({ partial }) => partial)
  if (result.ended !== 'done')
    return failureOf(result, context, { input: source.path, destination, partials })
  if (!result.cut) progress(100, 100, 'percent')
  return finished(renditions.map((rendition) => made(rendition, result.cut)))
}

function made({ tag, partial, final }: Rendition, cut: boolean): Rendition {
  return { tag, partial, final, ...(cut && { cut }) }
}

/** Removes the partial files of earlier runs whose node died. */
async function removeLeftovers(
  { job, number, run }: StepContext<Tools>,
  renditions: readonly Rendition[],
): Promise<void> {
  for (const { final } of renditions) await removePartials(final, siteId(job.id), number, run)
}
