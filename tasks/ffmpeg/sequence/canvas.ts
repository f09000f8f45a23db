/** What all pieces of a sequence become before they are joined: one raster, rate, color and layout. Pure. */
import { type Media, type Video, videoOf } from '../media.ts'
import { pictureSize } from '../picture/size.ts'
import { mixed } from '../plan/audio/layouts.ts'
import { type Track, tracksOf } from '../plan/audio/tracks.ts'
import type { Preset, VideoEncoding } from '../plan/preset.ts'
import { colorsOf } from '../plan/video/colors.ts'
import { type Color, hdrOf } from '../source/color.ts'
import type { FrameRate } from '../source/stream-times.ts'
import { lengthOf, type Piece, type Sequence, secondsOf } from './sequence.ts'

export interface Canvas {
  readonly rate: FrameRate
  readonly width: number
  readonly height: number
  readonly pixelFormat: string
  readonly color: Color
  /** ffmpeg's name. */
  readonly layout: string
  readonly channels: number
}

/** Hertz. */
export const SAMPLE_RATE = 48_000

/**
 * The raster is that of the first picture, or of the largest preset if all have a maximum. HDR stays if all
 * pictures have the same kind.
 */
export function canvasOf(sequence: Sequence, presets: readonly Preset[]): Canvas {
  const videos = picturesOf(sequence)
  const encodings = presets.flatMap(({ video }) => (video === 'copy' || video === 'none' ? [] : [video]))
  const hdrs = new Set(videos.map(({ color }) => hdrOf(color)))
  const keepsHdr = hdrs.size === 1 && !hdrs.has(undefined)
  const deep = keepsHdr || encodings.some(({ pixelFormat }) => /10|12|422|444/.test(pixelFormat))
  const pixelFormat = deep ? 'yuv422p10le' : 'yuv420p'
  return {
    ...{ rate: sequence.rate, pixelFormat },
    ...sizeOf(videos[0], encodings),
    color: colorFor(videos, { keepsHdr, pixelFormat }),
    ...soundOf(sequence),
  }
}

/** The first picture of each piece that has one. */
function picturesOf({ video, sources }: Sequence): readonly Video[] {
  return sourcesOf(video).flatMap((at) => {
    const media = sources[at]?.media
    const found = media && videoOf(media)
    return found ? [found] : []
  })
}

function sourcesOf(pieces: readonly Piece[]): readonly number[] {
  return pieces.flatMap(({ source }) => (source === undefined ? [] : [source]))
}

function sizeOf(first: Video | undefined, encodings: readonly VideoEncoding[]) {
  const shown = first ? pictureSize(first, Number.POSITIVE_INFINITY) : { width: 1_280, height: 720 }
  const boxes = encodings.map(({ box }) => box)
  const [width, height] = (['width', 'height'] as const).map((side) =>
    Math.max(...boxes.map((box) => box?.[side] ?? Number.POSITIVE_INFINITY)),
  ) as [number, number]
  const factor = encodings.length === 0 ? 1 : Math.min(1, width / shown.width, height / shown.height)
  return { width: even(shown.width * factor), height: even(shown.height * factor) }
}

export function even(side: number): number {
  return Math.max(2, Math.round(side / 2) * 2)
}

/** How a preset would treat the colors of a piece. */
export function pieceEncoding(pixelFormat: string, keepsHdr: boolean): VideoEncoding {
  return { encoder: 'libx264', pixelFormat, options: {}, ...(keepsHdr && { hdr: 'keep' }) }
}

/** That of all pictures, if it is the same; else BT.709. */
function colorFor(
  videos: readonly Video[],
  { keepsHdr, pixelFormat }: { readonly keepsHdr: boolean; readonly pixelFormat: string },
): Color {
  const encoding = pieceEncoding(pixelFormat, keepsHdr)
  const matrices = new Set(videos.map((video) => colorsOf(encoding, video).expected.matrix ?? 'bt709'))
  const [matrix = 'bt709', ...others] = matrices
  if (keepsHdr)
    return {
      range: 'tv',
      matrix: 'bt2020nc',
      primaries: 'bt2020',
      transfer: videos[0]?.color?.transfer ?? '',
    }
  const sd = others.length === 0 && matrix === 'smpte170m'
  const name = sd ? 'smpte170m' : 'bt709'
  return { range: 'tv', matrix: name, primaries: name, transfer: name }
}

function soundOf({ audio, sources }: Sequence): Pick<Canvas, 'layout' | 'channels'> {
  if (audio.length > 1) return { layout: 'stereo', channels: 2 }
  if (audio[0]?.channel !== undefined) return { layout: 'mono', channels: 1 }
  const made = sourcesOf(audio[0]?.pieces ?? []).flatMap((at) => {
    const track = trackOf(sources[at]?.media)
    return track ? [mixed(channelsOf(track), 6)] : []
  })
  const [first] = made
  const isSame = first?.layout !== undefined && made.every(({ layout }) => layout === first.layout)
  return isSame ? { layout: first.layout ?? '', channels: first.channels } : { layout: 'stereo', channels: 2 }
}

/** The track that a piece takes: the default one, mono neighbors as a pair. */
export function trackOf(media: Media | undefined): Track | undefined {
  if (!media) return undefined
  const encoding = {
    encoder: '',
    sampleRate: SAMPLE_RATE,
    tracks: 'default',
    monoTracks: 'stereo pairs',
  } as const
  return tracksOf(encoding, media).taken[0]
}

export function channelsOf({ streams, layout }: Track): {
  readonly channels: number
  readonly layout?: string
} {
  return layout === undefined ? streams[0] : { channels: streams.length, layout }
}

/** The sequence as the source that presets see. Its streams are the outputs of the graph, in this order. */
export function mediaOfCanvas(sequence: Sequence, canvas: Canvas): Media {
  const { width, height, pixelFormat, color, rate } = canvas
  const frames = lengthOf(sequence.video)
  const sounding = Math.max(0, ...sequence.audio.map(({ pieces }) => lengthOf(pieces)))
  const [videoS, audioS] = [secondsOf(frames, rate), secondsOf(sounding, rate)]
  return {
    ...{ format: 'sequence', durationS: Math.max(videoS, audioS), sizeBytes: undefined, bitRate: undefined },
    streams: [
      ...(frames === 0
        ? []
        : [
            {
              ...({ type: 'video', index: 0, codec: 'rawvideo', width, height, frameRate: rate } as const),
              ...{ frames, pixelFormat, color, rotation: 0, durationS: videoS },
            },
          ]),
      ...(sequence.audio.length === 0
        ? []
        : [
            {
              ...({ type: 'audio', index: 1, codec: 'pcm', channels: canvas.channels } as const),
              ...{ layout: canvas.layout, sampleRate: SAMPLE_RATE, durationS: audioS },
            },
          ]),
    ],
  }
}
