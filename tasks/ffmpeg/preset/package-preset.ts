/** Reads the preset of a package for streaming, which names the ladder rather than one rendition. Pure. */
import type { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import { PresetRefused, within } from './refused.ts'
import { isGiven } from './without-effect.ts'

export interface PackagePreset {
  /** Which manifest comes first: the same segments are for HLS and DASH. */
  readonly manifest: 'hls' | 'dash'
  readonly codec: 'h264' | 'vp9'
  /** Pixels. Absent: the usual ones. */
  readonly heights?: readonly number[]
  /** Duration of a segment. Absent: the usual one. */
  readonly segmentS?: number
}

const MANIFESTS = { hls: 'hls', cmaf: 'hls', dash: 'dash' } as const

/** Undefined if the format is not that of a package. Throws `PresetRefused` for what would have no effect. */
export function packagePresetOf(document: TranscodePresetDocument): PackagePreset | undefined {
  const { format = '', video = {}, audio = {}, callsheet = {} } = document
  const manifest = Object.entries(MANIFESTS).find(([name]) => name === format)?.[1]
  if (manifest === undefined) return undefined
  const why = `has no effect with the format ${format}`
  refuseOthers('', document, ['description', 'name', 'format', 'video', 'audio', 'callsheet'], why)
  refuseOthers('video.', video, ['codec'], why)
  refuseOthers('audio.', audio, ['codec'], why)
  refuseOthers('callsheet.', callsheet, ['heights', 'segmentDuration'], why)
  const { heights = [], segmentDuration } = callsheet
  if (heights.length > 10)
    throw new PresetRefused('callsheet.heights', `expected at most ten heights, got ${heights.length}`)
  return {
    manifest,
    codec: codecOf(video.codec, audio.codec),
    ...(heights.length > 0 && { heights: heights.map((one) => within('callsheet.heights', one, 10, 9_999)) }),
    ...(segmentDuration !== undefined && {
      segmentS: within('callsheet.segmentDuration', segmentDuration, 1, 20),
    }),
  }
}

/** The sound goes with the picture. */
const SOUND = { h264: 'aac', vp9: 'opus' } as const

function codecOf(video = 'h264', audio?: string): PackagePreset['codec'] {
  if (video !== 'h264' && video !== 'vp9')
    throw new PresetRefused('video.codec', `expected h264 or vp9, got “${video}”`, video)
  if (audio !== undefined && audio !== SOUND[video])
    throw new PresetRefused('audio.codec', `expected ${SOUND[video]} with ${video}, got “${audio}”`, audio)
  return video
}

function refuseOthers(at: string, values: object, allowed: readonly string[], why: string): void {
  const other = Object.entries(values).find(([name, value]) => !allowed.includes(name) && isGiven(value))
  if (other) throw new PresetRefused(`${at}${other[0]}`, why)
}
