/** Plans a rendition: one decision for the command, the progress, the check and the explanation. Pure. */

import { basename, extname } from 'node:path'
import { audioOf, type Media, type Stream, videoOf } from '../media.ts'
import { refusedName } from '../source/formats.ts'
import { audioPlan } from './audio/audio.ts'
import { CONTAINERS, type Container, containerOfCopy } from './copy/container.ts'
import { copiesOf } from './copy/copies.ts'
import { othersOf } from './others.ts'
import type { Preset } from './preset.ts'
import {
  type NotPlanned,
  type NotTaken,
  nameOf,
  type PlannedStream,
  type RenditionPlan,
  type SourceFile,
} from './rendition.ts'
import { lengthTaken, type Range } from './taken.ts'
import { drawnPart } from './video/drawn.ts'
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
  const made = streamsOf(preset, container, source, range)
  if ('refused' in made) return { refused: `${source.path}: preset “${preset.tag}”: ${made.refused}` }
  const keepsChapters = (preset.video === 'copy' || preset.chapters === true) && container.chapters === true
  const { reads } = made
  return {
    ...{ tag: preset.tag, container, streams: made.streams },
    ...(reads && reads.length > 0 && { reads }),
    options: [
      ...['-map_metadata', '0'],
      ...['-map_chapters', keepsChapters ? '0' : '-1'], // players may show chapters as a text track
      ...(preset.faststart && /^(mp4|mov|ipod)$/.test(container.muxer) ? ['-movflags', '+faststart'] : []),
      ...(container.options ?? []),
      ...(preset.addClipName ? ['-metadata', `title=${nameIn(source)}`] : []),
      ...(preset.fileOptions ?? []),
    ],
    notTaken: [...made.notTaken, ...chaptersLost(source.media, keepsChapters, container)],
  }
}

/** The name of the file without its extension. */
function nameIn({ path }: SourceFile): string {
  return basename(path, extname(path))
}

/** The container of the preset's rendition of this source. */
export function containerFor({ container }: Preset, source: SourceFile): Container {
  return container === 'own' ? containerOfCopy(source) : CONTAINERS[container]
}

type Streams = Pick<RenditionPlan, 'streams' | 'notTaken' | 'reads'>

function streamsOf(
  preset: Preset,
  container: Container,
  source: SourceFile,
  range: Range | undefined,
): Streams | NotPlanned {
  const { media } = source
  if (preset.video === 'copy') {
    const copies = copiesOf(container, media)
    if (copies.streams.some(({ type }) => type !== 'other')) return copies
    const codecs = media.streams.flatMap(({ type, codec }) => (type === 'other' ? [] : [codec]))
    return { refused: `ffmpeg cannot copy ${codecs.join(', ')} into any container` }
  }
  const video = videoStreams(preset, source, range, container)
  if ('refused' in video) return video
  const audio = audioStreams(preset, media, range)
  if ('refused' in audio) return audio
  const others = othersOf(preset, container, media)
  return {
    streams: [...video.streams, ...audio.streams, ...others.streams],
    reads: video.reads ?? [],
    notTaken: [...video.notTaken, ...audio.notTaken, ...others.notTaken],
  }
}

function videoStreams(
  { video: encoding, startTimeCode }: EncodingPreset,
  source: SourceFile,
  range: Range | undefined,
  container: Container,
): Streams | NotPlanned {
  const { media } = source
  const videos = media.streams.filter((stream) => stream.type === 'video')
  const [first] = videos
  if (!first || encoding === 'none')
    return { streams: [], notTaken: videos.map((one) => notTaken(one, media, 'the preset takes no video')) }
  const drawn = drawnPart(encoding, first, source, { range, startTimeCode })
  if ('refused' in drawn) return drawn
  const planned = videoPlan(
    encoding,
    first,
    container.muxer === 'image2' ? undefined : lengthTaken(first, media, range),
    drawn,
  )
  if ('refused' in planned) return planned
  const why = 'the preset takes the first video stream'
  return {
    streams: [container.muxer === 'image2' ? oneFrame(planned) : planned],
    reads: drawn.reads,
    notTaken: videos.slice(1).map((one) => notTaken(one, media, why)),
  }
}

/** A picture has no rate. */
function oneFrame(planned: Extract<PlannedStream, { readonly type: 'video' }>): PlannedStream {
  const { frameRate: _rate, ...expected } = planned.expected
  return { ...planned, options: [...planned.options, '-frames:v', '1'], expected }
}

type EncodingPreset = Exclude<Preset, { readonly video: 'copy' }>

function audioStreams(
  { audio, audioTracks = [] }: EncodingPreset,
  media: Media,
  range: Range | undefined,
): Streams | NotPlanned {
  const encodings = [...(audio === 'none' ? [] : [audio]), ...audioTracks]
  const tracks = audioOf(media)
  if (encodings.length > 0 && tracks.length > 0) return audioPlan(encodings, media, range)
  return {
    streams: [],
    notTaken: tracks.map((stream) => notTaken(stream, media, 'the preset takes no audio')),
  }
}

function notTaken(stream: Stream, media: Media, why: string): NotTaken {
  return { name: nameOf(stream, media), why }
}

function chaptersLost({ chapters = 0 }: Media, areKept: boolean, container: Container): readonly NotTaken[] {
  if (chapters === 0 || areKept) return []
  const why = container.chapters
    ? 'players may show them as a text track'
    : `${container.extension} holds no chapters`
  return [{ name: 'chapters', why }]
}

function missingStreams(preset: Preset, { path, media }: SourceFile): string | undefined {
  const hasVideo = preset.video !== 'none' && videoOf(media) !== undefined
  const takesAudio = preset.audio !== 'none' || (preset.audioTracks ?? []).length > 0
  const hasAudio = takesAudio && audioOf(media).length > 0
  if (hasVideo || hasAudio) return undefined
  const kinds = [preset.video === 'none' ? [] : ['video'], takesAudio ? ['audio'] : []].flat()
  return `${path} has no ${kinds.join(' or ')} stream; preset “${preset.tag}” needs one`
}
