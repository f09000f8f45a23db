/** What a raw transcode makes: its outputs, planned, and their paths. */
import { basename, dirname } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import { audioPlan } from '../../tasks/ffmpeg/plan/audio/audio.ts'
import { CONTAINERS } from '../../tasks/ffmpeg/plan/copy/container.ts'
import type { ConnectedOutput } from '../../tasks/ffmpeg/plan/raw-command.ts'
import type { PlannedStream } from '../../tasks/ffmpeg/plan/rendition.ts'
import { videoPlan } from '../../tasks/ffmpeg/plan/video/video.ts'
import { partialName } from '../../tasks/files/land.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { Metadata, StepContext } from '../engine/declare/step.ts'
import { unfitName } from '../files/unfit-name.ts'
import type { SequenceSource } from '../sequence/resolve.ts'
import type { Tools } from '../tools.ts'
import { type Rendition, TRANSCODE_STEP } from '../transcode/renditions.ts'
import { JOB_DOCUMENT } from './raw-needs.ts'
import { type RawOutput, type RawStream, readRawJob } from './read-raw-job.ts'

export interface RawWork {
  readonly sources: readonly SequenceSource[]
  readonly outputs: readonly (ConnectedOutput & Rendition)[]
}

type Refused = { readonly refused: string }

export async function rawWork({
  job,
  result,
  metadata,
  tools,
  run,
}: StepContext<Tools>): Promise<RawWork | Refused> {
  const sources = result<readonly SequenceSource[]>('probe-inputs')
  if (!sources) return { refused: 'the sources were not analyzed' }
  return rawWorkOn(sources, { metadata, tools, jobId: job.id, run })
}

export async function rawWorkOn(
  sources: readonly SequenceSource[],
  {
    metadata,
    tools,
    jobId,
    run,
  }: { readonly metadata: Metadata; readonly tools: Tools; readonly jobId: number; readonly run: number },
): Promise<RawWork | Refused> {
  const job = readRawJob(metadata[JOB_DOCUMENT] ?? '')
  if ('refused' in job) return { refused: `${JOB_DOCUMENT}: ${job.refused}` }
  const outputs: (ConnectedOutput & Rendition)[] = []
  for (const output of job.outputs) {
    const place = await insideRoots(output.uri, tools.mediaRoots)
    if ('refused' in place) return { refused: `output ${output.id}: ${place.refused}` }
    const final = 'path' in place ? place.path : place.missing
    const connections = planned(output, sources)
    if ('refused' in connections) return connections
    const partial = partialName(final, siteId(jobId), TRANSCODE_STEP, run)
    const { container, faststart } = output
    outputs.push({
      tag: `output ${output.id}`,
      final,
      partial,
      path: partial,
      container: CONTAINERS[container],
      faststart,
      connections,
    })
  }
  const twice = outputs.find(({ final }, at) => outputs.findIndex((one) => one.final === final) !== at)
  if (twice) return { refused: `${twice.tag}: another output has the same uri` }
  const unfit = await unfitName(outputs.map(({ final }) => final))
  return unfit === undefined ? { sources, outputs } : { refused: unfit }
}

function planned({ id, streams }: RawOutput, sources: readonly SequenceSource[]): RawStreams | Refused {
  const made: { readonly input: number; readonly planned: PlannedStream }[] = []
  for (const stream of streams) {
    const source = sources[stream.input]
    const one = source && plannedStream(stream, source)
    if (!source || !one) return { refused: `${stream.name}: its input was not analyzed` }
    if ('refused' in one) return { refused: `${stream.name} to output ${id}: ${one.refused}` }
    made.push({ input: stream.input, planned: one })
  }
  return made
}

type RawStreams = ConnectedOutput['connections']

function plannedStream(wanted: RawStream, { path, media }: SequenceSource): PlannedStream | Refused {
  const found = media.streams.find(({ index }) => index === wanted.stream)
  if (!found || found.type !== wanted.type) {
    const is = found
      ? `is ${found.type === 'other' ? found.kind : found.type}, not ${wanted.type}`
      : 'does not exist'
    return { refused: `stream ${wanted.stream} of ${basename(path)} ${is}` }
  }
  if (wanted.type === 'audio') {
    const only: Media = { ...media, streams: [found] }
    const plan = audioPlan([wanted.encoding], only)
    return 'refused' in plan ? plan : inMono(wanted, plan.streams[0])
  }
  if (found.type !== 'video') return { refused: 'no video' }
  const plan = videoPlan(wanted.encoding, found, found.durationS)
  if ('refused' in plan) return plan
  const { frameRate: _own, ...expected } = plan.expected
  if (wanted.further.length === 0) return plan
  return { ...plan, expected, options: [...plan.options, ...wanted.further] }
}

/** Presets mix down to two channels at least. */
function inMono(
  { encoding }: Extract<RawStream, { readonly type: 'audio' }>,
  plan: PlannedStream | undefined,
): PlannedStream | Refused {
  if (plan?.type !== 'audio') return { refused: 'no audio' }
  if (encoding.mostChannels !== 1 || plan.expected.channels !== 2) return plan
  return {
    ...plan,
    filters: [...plan.filters, 'pan=mono|c0=0.5*c0+0.5*c1'],
    changes: [...plan.changes, 'mixed down to mono'],
    expected: { ...plan.expected, channels: 1, layout: 'mono' },
  }
}

/** The folders of the outputs, each once. */
export function foldersOf({ outputs }: RawWork): readonly string[] {
  return [...new Set(outputs.map(({ final }) => dirname(final)))]
}
