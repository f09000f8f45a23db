/** A source as the script of a preset sees it: its shape, with what ffprobe says. Pure. */
import { pathToFileURL } from 'node:url'
import type { Audio, Media, Video } from '../../tasks/ffmpeg/media.ts'
import type { SourceFile } from '../../tasks/ffmpeg/plan/rendition.ts'

/** The members of a ShapeDocument (wire-media.md §4.2) that are known without an item. */
export function shapeOfSource({ path, media }: SourceFile): object {
  const videos = media.streams.filter((stream) => stream.type === 'video')
  const audios = media.streams.filter((stream) => stream.type === 'audio')
  return {
    tag: ['original'],
    containerComponent: container(path, media),
    audioComponent: audios.map((stream, at) => audio(stream, at)),
    videoComponent: videos.map((stream, at) => video(stream, at)),
    subtitleComponent: media.streams
      .filter((stream) => stream.type === 'other' && stream.kind === 'subtitle')
      .map(({ codec, index }) => ({ codec, essenceStreamId: index })),
  }
}

function container(path: string, media: Media): object {
  const { format, durationS, startTimeCode, bitRate, sizeBytes } = media
  return {
    file: [{ uri: [pathToFileURL(path).href], ...(sizeBytes !== undefined && { size: sizeBytes }) }],
    ...(durationS !== undefined && { duration: micros(durationS) }),
    format,
    ...(bitRate !== undefined && { bitrate: bitRate }),
    ...(startTimeCode !== undefined && {
      firstSMPTETimecode: startTimeCode,
      dropFrame: startTimeCode.includes(';'),
    }),
  }
}

function video(stream: Video, at: number): object {
  const { width, height, frameRate, pixelAspect = { width: 1, height: 1 }, pixelFormat, firstField } = stream
  return {
    ...common(stream, `V${at + 1}`),
    resolution: { width, height },
    ...(pixelFormat !== undefined && { pixelFormat }),
    pixelAspectRatio: { horizontal: pixelAspect.width, vertical: pixelAspect.height },
    fieldOrder: firstField === undefined ? 'progressive' : firstField === 'top' ? 'F1' : 'F2',
    ...(frameRate && {
      averageFrameRate: { numerator: frameRate.frames, denominator: frameRate.seconds },
      realBaseFrameRate: { numerator: frameRate.frames, denominator: frameRate.seconds },
    }),
  }
}

function audio(stream: Audio, at: number): object {
  const { channels, sampleRate } = stream
  return {
    ...common(stream, `A${at + 1}`),
    channelCount: channels,
    ...(sampleRate !== undefined && { timeBase: { numerator: 1, denominator: sampleRate } }),
  }
}

function common({ codec, index, durationS }: Video | Audio, itemTrack: string): object {
  return {
    ...{ codec, itemTrack, essenceStreamId: index },
    ...(durationS !== undefined && { duration: micros(durationS) }),
  }
}

function micros(seconds: number): object {
  return { samples: Math.round(seconds * 1e6), timeBase: { numerator: 1, denominator: 1_000_000 } }
}
