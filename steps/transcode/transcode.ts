/** The step transcode, which makes renditions with ffmpeg. */

import { rm } from 'node:fs/promises'
import { siteId } from '../../schema/ids.ts'
import { ffmpeg } from '../../tasks/ffmpeg/run.ts'
import { removePartials } from '../../tasks/files/land.ts'
import {
  fatal,
  finished,
  type Outcome,
  retry,
  type Step,
  type StepContext,
  waitFor,
} from '../engine/declare/step.ts'
import { ensureFolder } from '../files/copy-to-partial.ts'
import { waitForSpace } from '../files/disk-space.ts'
import { offline, sourceOf, unreadable } from '../source/source.ts'
import type { Tools } from '../tools.ts'
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
    const source = await sourceOf(context)
    if ('ended' in source) return source
    const unavailable = await offline(plan.destination, context.tools)
    if (unavailable) return waitFor(unavailable)
    const programs = await context.tools.programs()
    if ('missing' in programs) return fatal(programs.missing.join('; '))
    if (!(await ensureFolder(plan.folder))) return fatal(`destinationUri: ${plan.folder} is not a folder`)
    await removeLeftovers(context, plan.renditions)
    return outcome(await encode(context, plan, programs.ffmpeg.path), context, plan)
  },
  command: transcodeCommand,
  async discard(context) {
    const plan = await planOf(context)
    if ('refused' in plan) return
    for (const { partial } of plan.renditions) await rm(partial, { force: true })
  },
}

type Plan = Exclude<Awaited<ReturnType<typeof planOf>>, { readonly refused: string }>

function encode({ signal, stop, progress, log, tools }: StepContext<Tools>, plan: Plan, program: string) {
  const outputs = plan.renditions.map(({ preset, partial }) => ({ preset, path: partial }))
  const { path: input, media } = plan.source
  return ffmpeg(
    { ffmpeg: program, input, media, outputs },
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
  const { progress, stop, tools } = context
  if (stop.aborted && result.ended === 'crashed') return fatal('stopped before there was any output')
  switch (result.ended) {
    case 'done':
      if (!result.cut) progress(100, 100, 'percent')
      return finished(renditions.map((rendition) => made(rendition, result.cut)))
    case 'bad-input':
      return unreadable(source.path, result.message, context)
    case 'encoder-missing':
      return fatal(result.message)
    case 'disk-full':
      return waitForSpace(destination, tools, { partials: renditions.map(({ partial }) => partial) })
    case 'crashed':
      return retry(result.message)
    case 'stalled':
      return retry(`stalled: ${result.message}`)
    case 'stopped':
      return retry('stopped')
  }
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
