/** Describes a package as a shape: which components it has, and which files hold each of them. Pure. */

import type { ComponentParts } from '../../schema/shapes/components.ts'
import { atSeconds, MICROSECONDS } from '../../schema/time-code.ts'
import { audioOf, videoOf } from '../../tasks/ffmpeg/media.ts'
import {
  audioOfPackage,
  DASH_MANIFEST,
  HLS_MASTER,
  type PackagePlan,
  subtitleName,
} from '../../tasks/ffmpeg/package/command.ts'
import type { FinishedPackage, PackagedStream } from '../../tasks/ffmpeg/package/finish-package.ts'
import { frameRateOf, textSubtitlesOf } from '../../tasks/ffmpeg/package/ladder.ts'
import { layoutMask } from '../../tasks/ffmpeg/shape/codes.ts'

export interface PackageShape {
  readonly mimeTypes: readonly string[]
  readonly components: readonly PackageComponent[]
}

export interface PackageComponent extends ComponentParts {
  /** The names of its files; the first of the container is the manifest that a player opens. */
  readonly files: readonly string[]
}

export type Manifest = 'hls' | 'dash'

const MIME = { hls: 'application/vnd.apple.mpegurl', dash: 'application/dash+xml' } as const
const ENTRY = { hls: HLS_MASTER, dash: DASH_MANIFEST } as const

/** Each stream has its segments, and the container what names them. `first`: which manifest comes first. */
export function packageShape(plan: PackagePlan, done: FinishedPackage, first: Manifest): PackageShape {
  const { rungs } = plan
  const other: Manifest = first === 'hls' ? 'dash' : 'hls'
  const streams = [
    ...done.streams.map((stream, at) =>
      at < rungs.length ? videoComponent(plan, stream, at) : audioComponent(plan, stream, at),
    ),
    ...textSubtitlesOf(plan.media).map((_, at) => subtitleComponent(at)),
  ]
  const held = new Set(streams.flatMap(({ files }) => files))
  const named = [ENTRY[first], ENTRY[other]]
  const rest = done.files.filter((file) => !held.has(file) && !named.includes(file as never))
  const container: PackageComponent = {
    ...{ kind: 'container', position: 0, files: [...named, ...rest] },
    facts: { duration: atSeconds(done.durationS, MICROSECONDS), format: first },
    metadata: { componentOriginalFilename: ENTRY[first] },
  }
  return { mimeTypes: [MIME[first], MIME[other]], components: [container, ...streams] }
}

function videoComponent(plan: PackagePlan, stream: PackagedStream, at: number): PackageComponent {
  const video = videoOf(plan.media)
  const [frames = 25, seconds = 1] = video ? frameRateOf(video).split('/').map(Number) : []
  const timeBase = { numerator: seconds, denominator: frames }
  const { width = 0, height = 0 } = plan.rungs[at] ?? {}
  const rate = { numerator: frames, denominator: seconds }
  return {
    ...{ kind: 'video', position: at, metadata: {}, files: stream.files },
    facts: {
      ...{ codec: plan.codec, timeBase, itemTrack: `V${at + 1}`, essenceStreamId: at, bitrate: stream.rate },
      ...{ duration: atSeconds(stream.durationS, timeBase), resolution: { width, height } },
      ...{ pixelFormat: 'yuv420p', fieldOrder: 'progressive', averageFrameRate: rate },
    },
  }
}

const SOUND = { h264: 'aac', vp9: 'opus' } as const

function audioComponent(plan: PackagePlan, stream: PackagedStream, at: number): PackageComponent {
  const planned = audioOfPackage(plan)
  const [source] = audioOf(plan.media)
  const channels =
    (planned?.type === 'audio' ? planned.expected.channels : undefined) ?? source?.channels ?? 2
  const timeBase = { numerator: 1, denominator: 48_000 }
  return {
    ...{ kind: 'audio', position: 0, metadata: {}, files: stream.files },
    facts: {
      ...{ codec: SOUND[plan.codec], timeBase, itemTrack: 'A1', essenceStreamId: at, bitrate: stream.rate },
      ...{ duration: atSeconds(stream.durationS, timeBase), channelCount: channels },
      ...{ channelLayout: layoutMask(channels === 1 ? 'mono' : 'stereo') },
      sampleFormat: 'AV_SAMPLE_FMT_FLTP',
    },
  }
}

function subtitleComponent(at: number): PackageComponent {
  return {
    ...{ kind: 'subtitle', position: at, metadata: {}, files: [subtitleName(at)] },
    facts: { codec: 'webvtt', itemTrack: `S${at + 1}` },
  }
}
