/** The step render-sequence, which cuts, mixes and encodes a sequence. */

import { pathToFileURL } from 'node:url'
import { siteId } from '../../schema/ids.ts'
import { renderSequence as render } from '../../tasks/ffmpeg/sequence/run-sequence.ts'
import { partialName } from '../../tasks/files/land.ts'
import { look } from '../../tasks/files/look.ts'
import { removeFile } from '../../tasks/files/open-folder.ts'
import type { ProgramFile } from '../../tasks/program/program-file.ts'
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
import { preparePresets } from '../preset/presets-of-job.ts'
import { offline, reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { claimNames } from '../transcode/claim-names.ts'
import { failureOf } from '../transcode/ffmpeg-step.ts'
import { type Rendition, TRANSCODE_STEP } from '../transcode/renditions.ts'
import { transcodeNeeds } from '../transcode/transcode-needs.ts'
import { reachingSources } from './probe-sources.ts'
import { sequenceLine } from './sequence-line.ts'
import { sequencePlan } from './sequence-plan.ts'
import { chunkPath, type SequenceWork, sequenceWork } from './sequence-work.ts'

/**
 * Makes all renditions of a sequence as partial files. Result: `Rendition[]`; metadata: the plan in words.
 */
export const renderSequence: Step<Tools> = {
  name: 'render-sequence',
  description: 'Transcoding.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  categories: ['cpu', 'gpu_encode'],
  prepare: preparePresets,
  needs(metadata, tools) {
    const reach = [reachingOutput(metadata, tools), reachingSources(metadata, tools)].flatMap(
      (one) => one.reach ?? [],
    )
    return { ...transcodeNeeds(metadata, tools), ...(reach.length > 0 && { reach: [...new Set(reach)] }) }
  },
  async run(context) {
    const work = await sequenceWork(context)
    if ('refused' in work) return fatal(work.refused)
    const program = await ready(context, work)
    if ('ended' in program) return program
    const taken = await claimNames(context, work.renditions)
    if (taken) return taken
    for (const line of sequencePlan(work)) context.log('info', line)
    return renderAll(context, work, program)
  },
  command: sequenceLine,
  async discard(context) {
    const work = await sequenceWork(context)
    if ('refused' in work) return
    for (const path of [...work.renditions.map(({ partial }) => partial), ...chunksOf(context, work)])
      await removeFile(path)
  },
}

/**
 * The step plan-sequence, which finds out before a slot is waited for whether the sequence can be rendered.
 */
export const planSequence: Step<Tools> = {
  name: 'plan-sequence',
  description: 'Preparing transcode.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  async run(context) {
    const work = await sequenceWork(context)
    return 'refused' in work ? fatal(work.refused) : finished(sequencePlan(work))
  },
}

async function ready(
  context: StepContext<Tools>,
  { sequence, destination, folder }: SequenceWork,
): Promise<ProgramFile | Outcome> {
  const { tools } = context
  for (const { path } of sequence.sources) {
    const unavailable = await offline(path, tools)
    if (unavailable) return waitFor(unavailable)
    if (!(await look(path))?.isFile) return fatal(`${pathToFileURL(path).href} does not exist any more`)
  }
  const unavailable = await offline(destination, tools)
  if (unavailable) return waitFor(unavailable)
  const programs = await tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  return (await ensureFolder(folder)) ?? programs.ffmpeg
}

async function renderAll(
  context: StepContext<Tools>,
  work: SequenceWork,
  ffmpeg: ProgramFile,
): Promise<Outcome> {
  const { signal, stop, progress, log, tools } = context
  const { sequence, canvas, chunks, renditions, destination } = work
  const files = chunksOf(context, work)
  const outputs = renditions.map(({ plan, partial }) => ({ plan, path: partial }))
  const result = await render(
    { ffmpeg, sequence, canvas, chunks, outputs },
    {
      ...{ signal, finish: stop, stallMs: tools.stallMs, chunkPath: (at) => files[at] ?? '' },
      onLog: log,
      onProgress: ({ fraction }) => progress(Math.round((fraction ?? 0) * 1_000) / 10, 100, 'percent'),
    },
  )
  if (stop.aborted && result.ended === 'crashed') return fatal('stopped before there was any output')
  const partials = [...renditions.map(({ partial }) => partial), ...files]
  if (result.ended !== 'done') {
    const input = sequence.sources[0]?.path ?? ''
    return failureOf(result, context, { input, destination, partials })
  }
  for (const file of files) await removeFile(file)
  if (!result.cut) progress(100, 100, 'percent')
  return finished(
    renditions.map(
      ({ tag, partial, final, plan: { streams } }): Rendition => ({
        ...{ tag, partial, final, damage: result.damage },
        ...(result.cut ? { cut: true } : { streams }),
      }),
    ),
    { mediaPlan: sequencePlan(work).join('\n') },
  )
}

/** The paths of the chunks of this run; none if it is rendered at once. */
function chunksOf({ job, run }: StepContext<Tools>, work: SequenceWork): readonly string[] {
  const { chunks } = work
  return chunks.length === 1
    ? []
    : chunks.map((_, at) => partialName(chunkPath(work, at), siteId(job.id), TRANSCODE_STEP, run))
}
