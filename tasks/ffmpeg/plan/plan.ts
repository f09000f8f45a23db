/** Plans a rendition: one decision for the command, the progress, the check and the explanation. Pure. */
import { audioOf, type Media, type Stream, videoOf } from '../media.ts'
import { refusedName } from '../source/formats.ts'
import { audioPlan } from './audio/audio.ts'
import { CONTAINERS, type Container, containerOfCopy } from './copy/container.ts'
import { copiesOf } from './copy/copies.ts'
import type { AudioEncoding, Preset, VideoEncoding } from './preset.ts'
import {
  kindOf,
  type NotPlanned,
  type NotTaken,
  nameOf,
  type PlannedStream,
  type RenditionPlan,
  type SourceFile,
} from './rendition.ts'
import { lengthTaken, type Range } from './taken.ts'
import { videoPlan } from './video/video.ts'

/**
 * NotPlanned if the name of the source is, if it has none of the streams that the preset needs, or if the
 * encoder does not accept its picture. A preset with video and audio accepts a source that has only one of
 * them.
 */
export function planOf(preset: Preset, source: SourceFile, range?: Range): RenditionPlan | NotPlanned {
  const refused = refusedName(source.path) ?? missingStreams(preset, source)
  if (refused !== undefined) return { refused }
  const container = containerFor(preset, source)
  const made = streamsOf(preset, container, source.media, range)
  if ('refused' in made) return { refused: `${source.path}: preset “${preset.tag}”: ${made.refused}` }
  const keepsChapters = preset.video === 'copy' && container.chapters === true
  return {
    ...{ tag: preset.tag, container, streams: made.streams },
    options: [
      ...['-map_metadata', '0'],
      ...['-map_chapters', keepsChapters ? '0' : '-1'], // players may show chapters as a text track
      ...(preset.faststart && /^(mp4|mov|ipod)$/.test(container.muxer) ? ['-movflags', '+faststart'] : []),
      ...(container.options ?? []),
    ],
    notTaken: [...made.notTaken, ...chaptersLost(source.media, keepsChapters)],
  }
}

/** The container of the preset's rendition of this source. */
export function containerFor({ container }: Preset, source: SourceFile): Container {
  return container === 'own' ? containerOfCopy(source) : CONTAINERS[container]
}

type Streams = Pick<RenditionPlan, 'streams' | 'notTaken'>

function streamsOf(
  preset: Preset,
  container: Container,
  media: Media,
  range: Range | undefined,
): Streams | NotPlanned {
  if (preset.video === 'copy') {
    const copies = copiesOf(container, media)
    if (copies.streams.some(({ type }) => type !== 'other')) return copies
    const codecs = media.streams.flatMap(({ type, codec }) => (type === 'other' ? [] : [codec]))
    return { refused: `ffmpeg cannot copy ${codecs.join(', ')} into any container` }
  }
  const video = videoStreams(preset.video, media, range)
  if ('refused' in video) return video
  const audio = audioStreams(preset.audio, media, range)
  const others = media.streams.filter((stream) => stream.type === 'other')
  return {
    streams: [...video.streams, ...audio.streams],
    notTaken: [
      ...video.notTaken,
      ...audio.notTaken,
      ...others.map((stream) => notTaken(stream, media, `the preset takes no ${kindOf(stream)}`)),
    ],
  }
}

function videoStreams(
  encoding: VideoEncoding | 'none',
  media: Media,
  range: Range | undefined,
): Streams | NotPlanned {
  const videos = media.streams.filter((stream) => stream.type === 'video')
  const [first] = videos
  if (!first || encoding === 'none')
    return { streams: [], notTaken: videos.map((one) => notTaken(one, media, 'the preset takes no video')) }
  const planned: PlannedStream | NotPlanned = videoPlan(encoding, first, lengthTaken(first, media, range))
  if ('refused' in planned) return planned
  const why = 'the preset takes the first video stream'
  return { streams: [planned], notTaken: videos.slice(1).map((one) => notTaken(one, media, why)) }
}

function audioStreams(encoding: AudioEncoding | 'none', media: Media, range: Range | undefined): Streams {
  if (encoding !== 'none') return audioPlan(encoding, media, range)
  return {
    streams: [],
    notTaken: audioOf(media).map((stream) => notTaken(stream, media, 'the preset takes no audio')),
  }
}

function notTaken(stream: Stream, media: Media, why: string): NotTaken {
  return { name: nameOf(stream, media), why }
}

function chaptersLost({ chapters = 0 }: Media, areKept: boolean): readonly NotTaken[] {
  return chapters === 0 || areKept ? [] : [{ name: 'chapters', why: 'players may show them as a text track' }]
}

function missingStreams(preset: Preset, { path, media }: SourceFile): string | undefined {
  const hasVideo = preset.video !== 'none' && videoOf(media) !== undefined
  const hasAudio = preset.audio !== 'none' && audioOf(media).length > 0
  if (hasVideo || hasAudio) return undefined
  const kinds = [preset.video === 'none' ? [] : ['video'], preset.audio === 'none' ? [] : ['audio']].flat()
  return `${path} has no ${kinds.join(' or ')} stream; preset “${preset.tag}” needs one`
}
