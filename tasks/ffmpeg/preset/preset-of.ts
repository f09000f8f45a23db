/** Reads a preset from its document. Pure. */
import type { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import { CONTAINERS } from '../plan/copy/container.ts'
import { TEXT_IN } from '../plan/others.ts'
import type { Preset } from '../plan/preset.ts'
import { audioOf, audioTracksOf } from './audio-of.ts'
import { type ContainerName, containerNamed } from './codecs.ts'
import { type PackagePreset, packagePresetOf } from './package-preset.ts'
import { PresetRefused, refuseElements } from './refused.ts'
import { argumentsOf, muxerOptions } from './settings-of.ts'
import { videoOf } from './video-of.ts'
import { refuseBesideCopy, refuseBesideLabel, refuseWithoutEffect } from './without-effect.ts'

/** What a document says, as far as it can be. */
export type PresetRead =
  /** `kept`: what has no effect, as sentences. */
  | { readonly preset: Preset; readonly kept: readonly string[] }
  /** Many files, for streaming. */
  | { readonly package: PackagePreset; readonly kept: readonly string[] }
  /** It has no format: a label, to which nothing is transcoded. */
  | { readonly label: true; readonly kept: readonly string[] }
  /** `element`: `video.codec`; `explanation`: a clause. */
  | { readonly refused: { readonly element: string; readonly explanation: string; readonly value?: string } }

export function presetOf(tag: string, document: TranscodePresetDocument): PresetRead {
  const kept: string[] = []
  try {
    const ladder = packagePresetOf(document)
    if (ladder) return { package: ladder, kept }
    const preset = read(tag, document, (sentence) => kept.push(sentence))
    return preset ? { preset, kept } : { label: true, kept }
  } catch (error) {
    if (!(error instanceof PresetRefused)) throw error
    const { element, message: explanation, value } = error
    return { refused: { element, explanation, ...(value !== undefined && { value }) } }
  }
}

function read(
  tag: string,
  document: TranscodePresetDocument,
  kept: (sentence: string) => void,
): Preset | undefined {
  refuseElements('', document, NOT_HERE)
  refuseElements('fastStartSetting.', document.fastStartSetting ?? {}, [
    'analyzeDuration',
    'fastStartDuration',
  ])
  const { description = '', format, callsheet = {} } = document
  const named = {
    ...{ tag, description, faststart: document.fastStartSetting?.requireFastStart ?? false },
    ...(document.script && { hasScript: true as const }),
  }
  if (callsheet.copy) return copying(document, named)
  if (format === undefined) {
    refuseBesideLabel(document)
    return undefined
  }
  const container = containerOf(format)
  const audio = document.audio?.noAudio || !document.audio ? ('none' as const) : audioOf(document, kept)
  const video = document.video?.noVideo || !document.video ? ('none' as const) : videoOf(document, kept)
  const audioTracks = audioTracksOf(document, kept)
  if (audio === 'none' && video === 'none' && audioTracks.length === 0)
    throw new PresetRefused('format', `a preset with the format ${format} needs video or audio`, format)
  const isMono = document.audio?.monoFile === true
  if (isMono && audio === 'none') throw new PresetRefused('audio.monoFile', 'there is no audio')
  const preset: Encoded = {
    ...{ ...named, container, video, audio },
    ...(audioTracks.length > 0 && { audioTracks }),
    ...(isMono && { monoFile: true as const }),
    ...tracksOf(document, container),
    ...timeCodeOf(document, container),
    ...(document.addClipName && { addClipName: true as const }),
    ...fileOptionsOf(document, CONTAINERS[container].muxer, { video, audio }),
  }
  refuseWithoutEffect(document, preset)
  return preset
}

type Encoded = Exclude<Preset, { readonly video: 'copy' }>

/** What no part of the server does. */
const NOT_HERE = [
  ...['thumbnailBackground', 'thumbnailPlugin', 'posterResolution', 'posterBackground', 'faceDetect'],
  ...[
    'preserveEDL',
    'maxChunkDuration',
    'demuxerSetting',
    'sequenceOutput',
    'mediaconvert',
    'generateCixTix',
  ],
] as const

function copying(
  document: TranscodePresetDocument,
  named: Pick<Preset, 'tag' | 'description' | 'faststart'>,
): Preset {
  refuseBesideCopy(document)
  const container = document.format === undefined ? 'own' : containerOf(document.format)
  const muxer = container === 'own' ? '' : CONTAINERS[container].muxer
  return {
    ...{ ...named, container, video: 'copy', audio: 'copy' },
    ...(document.addClipName && { addClipName: true }),
    ...fileOptionsOf(document, muxer, { video: 'none', audio: 'none' }),
  }
}

function containerOf(format: string): ContainerName {
  const container = containerNamed(format)
  if (container) return container
  const known = [...Object.keys(CONTAINERS), 'hls', 'dash', 'cmaf'].join(', ')
  throw new PresetRefused('format', `expected one of ${known}, got “${format}”`, format)
}

function tracksOf({ callsheet = {} }: TranscodePresetDocument, container: ContainerName) {
  const { subtitleTracks, subtitleLanguage, chapters, dataTracks } = callsheet
  const { muxer, holds, chapters: hasChapters = false } = { chapters: false, ...CONTAINERS[container] }
  const wantsSubtitles = subtitleLanguage !== undefined || (subtitleTracks ?? 'none') !== 'none'
  if (wantsSubtitles && !('subtitle' in holds) && TEXT_IN[muxer] === undefined)
    throw new PresetRefused('callsheet.subtitleTracks', `${container} holds no subtitles`, subtitleTracks)
  if (chapters && !hasChapters)
    throw new PresetRefused('callsheet.chapters', `${container} holds no chapters`, true)
  if (dataTracks === 'all' && !('data' in holds))
    throw new PresetRefused('callsheet.dataTracks', `${container} holds no data`, 'all')
  const chosen = subtitleTracks === 'all' || subtitleTracks === 'first' ? subtitleTracks : undefined
  const subtitles = subtitleLanguage === undefined ? chosen : { language: subtitleLanguage }
  return {
    ...(subtitles !== undefined && { subtitles }),
    ...(chapters && { chapters }),
    ...(dataTracks === 'all' && { data: true as const }),
  }
}

/** Containers that store a time code. */
const TIME_CODE_IN = /^(mp4|mov|mxf)$/

function timeCodeOf({ startTimecode, video }: TranscodePresetDocument, container: ContainerName) {
  if (startTimecode === undefined) return {}
  if (!/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d[:;]\d\d$/.test(startTimecode))
    throw new PresetRefused(
      'startTimecode',
      `expected an SMPTE time code such as 10:00:00:00, got “${startTimecode}”`,
      startTimecode,
    )
  if (!TIME_CODE_IN.test(container) && !video?.burnTimecode)
    throw new PresetRefused('startTimecode', `${container} holds no time code`, startTimecode)
  return { startTimeCode: startTimecode }
}

function fileOptionsOf(
  { metadata, muxerSetting = [], startTimecode, callsheet = {} }: TranscodePresetDocument,
  muxer: string,
  { video, audio }: Pick<Preset, 'video' | 'audio'>,
): { readonly fileOptions?: readonly string[] } {
  const fileOptions = [
    ...(startTimecode !== undefined && TIME_CODE_IN.test(muxer) ? ['-timecode', startTimecode] : []),
    ...(metadata?.field ?? []).flatMap(({ key, value }) => ['-metadata', `${key}=${value}`]),
    ...muxerOptions(muxerSetting, muxer),
    ...argumentsOf(callsheet.argument ?? [], {
      video: typeof video === 'object' ? video.encoder : undefined,
      audio: typeof audio === 'object' ? audio.encoder : undefined,
      muxer,
    }),
  ]
  const bad = (metadata?.field ?? []).find(({ key }) => !/^[\w. -]+$/.test(key))
  if (bad) throw new PresetRefused('metadata', `“${bad.key}” cannot be the name of a tag`, bad.key)
  return fileOptions.length > 0 ? { fileOptions } : {}
}
