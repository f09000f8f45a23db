/** The steps probe-inputs and raw-transcode, of a transcode whose files and streams a document names. */
import { explained } from '../../tasks/ffmpeg/plan/explained.ts'
import { connectedCommand } from '../../tasks/ffmpeg/plan/raw-command.ts'
import type { PlannedStream } from '../../tasks/ffmpeg/plan/rendition.ts'
import { runFfmpeg } from '../../tasks/ffmpeg/run.ts'
import { HEAD } from '../../tasks/ffmpeg/sequence/command.ts'
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
import { probeEach } from '../sequence/probe-sources.ts'
import { probedHere } from '../sequence/sequence-line.ts'
import { offline } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { claimNames } from '../transcode/claim-names.ts'
import { failureOf } from '../transcode/ffmpeg-step.ts'
import type { Rendition } from '../transcode/renditions.ts'
import { JOB_DOCUMENT, reachingRaw } from './raw-needs.ts'
import { foldersOf, type RawWork, rawWork, rawWorkOn } from './raw-work.ts'
import { readRawJob } from './read-raw-job.ts'

/** Reads the description of each input with ffprobe. Result: `SequenceSource[]`. */
export const probeInputs = withStallTimeout({
  name: 'probe-inputs',
  description: 'Analyzing the sources.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({ ...reachingRaw(metadata, tools), media: true }),
  async run(context) {
    const job = readRawJob(context.metadata[JOB_DOCUMENT] ?? '')
    if ('refused' in job) return fatal(`${JOB_DOCUMENT}: ${job.refused}`)
    return probeEach(context, job.inputs, (uri) => `input ${uri}`)
  },
})

/**
 * Makes all outputs as partial files in one run of ffmpeg. Result: `Rendition[]`; metadata: the plan in
 * words.
 */
export const rawTranscode: Step<Tools> = {
  name: 'raw-transcode',
  description: 'Transcoding.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({ ...reachingRaw(metadata, tools), media: true }),
  async run(context) {
    const work = await rawWork(context)
    if ('refused' in work) return fatal(work.refused)
    const program = await ready(context, work)
    if ('ended' in program) return program
    const taken = await claimNames(context, work.outputs)
    if (taken) return taken
    return encode(context, work, program)
  },
  async command({ metadata, tools, signal }) {
    const job = readRawJob(metadata[JOB_DOCUMENT] ?? '')
    if ('refused' in job) return { unknown: `${JOB_DOCUMENT}: ${job.refused}` }
    const sources = await probedHere(job.inputs, (uri) => `input ${uri}`, { tools, signal })
    if ('unknown' in sources) return sources
    const work = await rawWorkOn(sources.sources, { metadata, tools, jobId: 0, run: 0 })
    if ('refused' in work) return { unknown: work.refused }
    return { argument: lineOf(sources.ffmpeg, work), explanation: rawPlan(work) }
  },
  async discard(context) {
    const work = await rawWork(context)
    if ('refused' in work) return
    for (const { partial } of work.outputs) await removeFile(partial)
  },
}

function lineOf(ffmpeg: ProgramFile, { sources, outputs }: RawWork): readonly string[] {
  return [ffmpeg.path, ...HEAD, ...connectedCommand(sources, outputs)]
}

/** In words. */
function rawPlan({ outputs }: RawWork): readonly string[] {
  return outputs.flatMap(({ tag, container, connections }) =>
    explained({
      tag,
      container,
      options: [],
      notTaken: [],
      streams: connections.map(({ planned }) => planned),
    }),
  )
}

async function ready(context: StepContext<Tools>, work: RawWork): Promise<ProgramFile | Outcome> {
  const { tools } = context
  for (const path of [...work.sources.map(({ path }) => path), ...foldersOf(work)]) {
    const unavailable = await offline(path, tools)
    if (unavailable) return waitFor(unavailable)
  }
  const programs = await tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  for (const folder of foldersOf(work)) {
    const missing = await ensureFolder(folder)
    if (missing) return missing
  }
  return programs.ffmpeg
}

async function encode(context: StepContext<Tools>, work: RawWork, ffmpeg: ProgramFile): Promise<Outcome> {
  const { signal, stop, progress, log, tools } = context
  const { sources, outputs } = work
  for (const line of rawPlan(work)) log('info', line)
  const lengths = outputs.flatMap(({ connections }) =>
    connections.flatMap(({ planned }) => (planned.type === 'other' ? [] : [planned.expected.lengthS ?? 0])),
  )
  const result = await runFfmpeg(
    {
      ...{ ffmpeg, line: lineOf(ffmpeg, work), outputs, byType: sources.length > 1 },
      ...{ reads: sources.map(({ path }) => path), durationS: Math.max(...lengths) || undefined },
    },
    {
      ...{ signal, finish: stop, stallMs: tools.stallMs, onLog: log },
      onProgress: ({ fraction }) => progress(Math.round((fraction ?? 0) * 1_000) / 10, 100, 'percent'),
    },
  )
  if (stop.aborted && result.ended === 'crashed') return fatal('stopped before there was any output')
  const partials = outputs.map(({ partial }) => partial)
  if (result.ended !== 'done') {
    const [destination = ''] = foldersOf(work)
    return failureOf(result, context, { input: sources[0]?.path ?? '', destination, partials })
  }
  if (!result.cut) progress(100, 100, 'percent')
  return finished(
    outputs.map(
      ({ tag, partial, final, connections }): Rendition => ({
        ...{ tag, partial, final, damage: result.damage },
        ...(result.cut ? { cut: true } : { streams: streamsOf(connections, sources.length > 1) }),
      }),
    ),
    { mediaPlan: rawPlan(work).join('\n') },
  )
}

/** `byType`: damage has been counted so, as 0 for all video and 1 for all audio. */
function streamsOf(connections: RawWork['outputs'][number]['connections'], byType: boolean) {
  return connections.map(({ planned }): PlannedStream => {
    if (!byType || planned.type === 'other') return planned
    if (planned.type === 'video') return { ...planned, from: [{ ...planned.from[0], index: 0 }] }
    return { ...planned, from: planned.from.map((stream) => ({ ...stream, index: 1 })) }
  })
}
