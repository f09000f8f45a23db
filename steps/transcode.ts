import { mkdir, rm } from 'node:fs/promises'
import { siteId } from '../schema/ids.ts'
import { ffmpeg } from '../tasks/ffmpeg/run.ts'
import { removePartials } from '../tasks/land.ts'
import { fatal, finished, type Outcome, retry, type Step, type StepContext } from './engine/step.ts'
import { planOf, type Rendition } from './renditions.ts'
import type { Tools } from './tools.ts'
import { transcodeCommand } from './transcode-command.ts'

/** Makes the renditions, all in one run of ffmpeg, under partial names. Result: `Rendition[]`. */
export const transcode: Step<Tools> = {
  name: 'transcode',
  description: 'Transcoding.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  async run(context) {
    const { signal, progress, log, tools } = context
    const plan = await planOf(context)
    if ('refused' in plan) return fatal(plan.refused)
    const programs = await tools.programs()
    if ('missing' in programs) return fatal(programs.missing.join('; '))
    if (!(await madeFolder(plan.folder))) return fatal(`destinationUri: ${plan.folder} is no folder`)
    await removeEarlier(context, plan.renditions)
    const outputs = plan.renditions.map(({ preset, partial }) => ({ preset, path: partial }))
    const { path: input, media } = plan.source
    const ended = await ffmpeg(
      { ffmpeg: programs.ffmpeg.path, input, media, outputs },
      {
        signal,
        onLog: log,
        onProgress: ({ fraction }) => progress(Math.round((fraction ?? 0) * 1_000) / 10, 100, 'percent'),
      },
    )
    return outcome(ended, plan.renditions, progress)
  },
  command: transcodeCommand,
  async discard(context) {
    const plan = await planOf(context)
    if ('refused' in plan) return
    for (const { partial } of plan.renditions) await rm(partial, { force: true })
  },
}

function outcome(
  ended: Awaited<ReturnType<typeof ffmpeg>>,
  renditions: readonly Rendition[],
  progress: StepContext<Tools>['progress'],
): Outcome {
  switch (ended.ended) {
    case 'done':
      progress(100, 100, 'percent')
      return finished(renditions.map(({ tag, partial, final }) => ({ tag, partial, final })))
    case 'bad-input':
    case 'encoder-missing':
      return fatal(ended.message)
    case 'disk-full':
    case 'crashed':
    case 'stalled':
      return retry(ended.message)
    case 'stopped':
      return retry('stopped')
  }
}

/** False when something that is no folder stands there, or on the way. */
async function madeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true })
    return true
  } catch (error) {
    const code = (error as { readonly code?: unknown } | null)?.code
    if (code === 'EEXIST' || code === 'ENOTDIR') return false
    throw error
  }
}

/** What a run left whose worker died: nobody else will. */
async function removeEarlier(
  { job, number, run }: StepContext<Tools>,
  renditions: readonly Rendition[],
): Promise<void> {
  for (const { final } of renditions) await removePartials(final, siteId(job.id), number, run)
}
