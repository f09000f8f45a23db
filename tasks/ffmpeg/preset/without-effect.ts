/** Refuses what a preset says of parts that it does not have: nothing is accepted and ignored. */
import type { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import type { Preset } from '../plan/preset.ts'
import { PresetRefused } from './refused.ts'

type Extension = keyof NonNullable<TranscodePresetDocument['callsheet']>

const OF_VIDEO: readonly Extension[] = ['passes', 'fit', 'interlaced', 'hdr']
const OF_AUDIO: readonly Extension[] = ['mostChannels', 'layout', 'loudness', 'truePeak']
const OF_PACKAGES: readonly Extension[] = ['heights', 'segmentDuration']
const OF_TRACKS: readonly Extension[] = ['audioTracks', 'audioLanguage', 'monoTracks', 'mostChannels']

export function refuseWithoutEffect(
  document: TranscodePresetDocument,
  { video, audio, audioTracks = [] }: Exclude<Preset, { readonly video: 'copy' }>,
): void {
  refuse(document, OF_PACKAGES, 'has an effect only with the format hls, dash or cmaf')
  const hasAudio = audio !== 'none' || audioTracks.length > 0
  if (video === 'none') refuse(document, OF_VIDEO, 'has no effect without video')
  if (video === 'none' && drawn(document))
    throw new PresetRefused(drawn(document) ?? '', 'has no effect without video')
  if (!hasAudio) refuse(document, [...OF_AUDIO, ...OF_TRACKS], 'has no effect without audio')
  if (audio !== 'none' && audio.channels)
    refuse(document, OF_TRACKS, 'has no effect beside channels that are chosen one by one')
}

function drawn({ overlay = [], textOverlay = [] }: TranscodePresetDocument): string | undefined {
  if (overlay.length > 0) return 'overlay'
  return textOverlay.length > 0 ? 'textOverlay' : undefined
}

/** Streams that are copied cannot be changed. */
export function refuseBesideCopy(document: TranscodePresetDocument): void {
  const { callsheet = {} } = document
  const why = 'a preset that copies all streams encodes none'
  for (const element of ['audio', 'audioTrack', 'video', 'overlay', 'textOverlay', 'startTimecode'] as const)
    if (isGiven(document[element])) throw new PresetRefused(element, why)
  refuse(
    document,
    Object.keys(callsheet).filter((name): name is Extension => name !== 'copy'),
    why,
  )
  if (document.format === undefined && isGiven(document.muxerSetting))
    throw new PresetRefused('muxerSetting', 'needs a format, whose options they are')
}

/** What a tag without a format may say: nothing about a file that is not made. */
export function refuseBesideLabel(document: TranscodePresetDocument): void {
  const about = [
    'audio',
    'audioTrack',
    'video',
    'overlay',
    'textOverlay',
    'startTimecode',
    'muxerSetting',
  ] as const
  const others = ['fastStartSetting', 'metadata', 'addClipName', 'callsheet'] as const
  for (const element of [...about, ...others])
    if (isGiven(document[element]))
      throw new PresetRefused('format', `expected a format such as mp4 for ${element}, got nothing`)
}

function refuse({ callsheet = {} }: TranscodePresetDocument, names: readonly Extension[], why: string): void {
  const name = names.find((one) => isGiven(callsheet[one]))
  if (name !== undefined) throw new PresetRefused(`callsheet.${name}`, why, said(callsheet[name]))
}

/** Whether a document says anything by it. */
export function isGiven(value: unknown): boolean {
  if (value === undefined || value === false) return false
  if (Array.isArray(value)) return value.length > 0
  return typeof value !== 'object' || value === null || Object.values(value).some(isGiven)
}

function said(value: unknown): string | undefined {
  return typeof value === 'object' ? undefined : String(value)
}
