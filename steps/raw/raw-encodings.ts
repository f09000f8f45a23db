/** How a ComplexJobDocument has streams encoded, as encodings of presets. Pure. */
import type { AudioEncoding, VideoEncoding } from '../../tasks/ffmpeg/plan/preset.ts'

export type Encoded =
  | { readonly type: 'video'; readonly encoding: VideoEncoding; readonly further: readonly string[] }
  | { readonly type: 'audio'; readonly encoding: AudioEncoding }

interface Wanted {
  readonly codec: string
  readonly bitrate?: number | undefined
  readonly timeBase?: { readonly numerator: number; readonly denominator: number } | undefined
  readonly preset?: unknown
  readonly scaling?: Size | undefined
  readonly resolution?: Size | undefined
  readonly pixelFormat?: string | undefined
  readonly gopSize?: number | undefined
  readonly maxBFrames?: number | undefined
  readonly rcBufferSize?: number | undefined
  readonly minBitrate?: number | undefined
  readonly maxBitrate?: number | undefined
  readonly channelLayoutName?: string | undefined
}

interface Size {
  readonly width: number
  readonly height: number
}

/** By the names that shapes have, as `codec` in Vidispine. */
const VIDEO: Readonly<Record<string, string>> = {
  ...{
    h264: 'libx264',
    hevc: 'libx265',
    h265: 'libx265',
    vp8: 'libvpx',
    vp9: 'libvpx-vp9',
    av1: 'libsvtav1',
  },
  ...{
    mpeg2video: 'mpeg2video',
    mpeg4: 'mpeg4',
    mjpeg: 'mjpeg',
    prores: 'prores_ks',
    dnxhd: 'dnxhd',
    ffv1: 'ffv1',
  },
}
const AUDIO: Readonly<Record<string, string>> = {
  ...{
    aac: 'aac',
    mp3: 'libmp3lame',
    mp2: 'mp2',
    ac3: 'ac3',
    flac: 'flac',
    opus: 'libopus',
    vorbis: 'libvorbis',
  },
  ...{ pcm_s16le: 'pcm_s16le', pcm_s24le: 'pcm_s24le' },
}

export function encodedAs(type: 'video' | 'audio', wanted: Wanted): Encoded | { readonly refused: string } {
  const known = type === 'video' ? VIDEO : AUDIO
  const encoder = Object.hasOwn(known, wanted.codec) ? known[wanted.codec] : undefined
  if (encoder === undefined)
    return { refused: `codec: expected ${Object.keys(known).join(', ')}, got “${wanted.codec}”` }
  const wrong = negative(wanted)
  if (wrong !== undefined) return { refused: wrong }
  return type === 'video' ? video(encoder, wanted) : audio(encoder, wanted)
}

function negative(wanted: Wanted): string | undefined {
  const values = { ...wanted, ...wanted.timeBase, ...(wanted.scaling ?? wanted.resolution) }
  const found = Object.entries(values).find(([key, value]) => typeof value === 'number' && value < LEAST(key))
  return found && `${found[0]}: expected at least ${LEAST(found[0])}, got ${found[1]}`
}

const LEAST = (key: string) => (key === 'maxBFrames' ? 0 : 1)

function video(encoder: string, wanted: Wanted): Encoded | { readonly refused: string } {
  const { bitrate, timeBase, scaling, resolution, pixelFormat = 'yuv420p', gopSize, maxBFrames } = wanted
  const presets = Array.isArray(wanted.preset) ? wanted.preset : []
  if (presets.length > 1) return { refused: `preset: expected one, got ${presets.length}` }
  if (!/^[a-z0-9]{1,20}$/.test(pixelFormat)) return { refused: `pixelFormat: “${pixelFormat}” is none` }
  const box = scaling ?? resolution
  const options = {
    ...{ b: bitrate, minrate: wanted.minBitrate, maxrate: wanted.maxBitrate, bufsize: wanted.rcBufferSize },
    ...{ g: gopSize, bf: maxBFrames, preset: presets[0] },
    ...(encoder === 'libx265' && { tag: 'hvc1', 'x265-params': 'log-level=error' }),
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return {
    type: 'video',
    encoding: { encoder, pixelFormat, options: Object.fromEntries(given), ...(box && { box }) },
    further: timeBase ? ['-fps_mode:v', 'cfr', '-r:v', `${timeBase.denominator}/${timeBase.numerator}`] : [],
  }
}

function audio(
  encoder: string,
  { bitrate, timeBase, channelLayoutName: layout }: Wanted,
): Encoded | { readonly refused: string } {
  if (layout !== undefined && layout !== 'mono' && layout !== 'stereo')
    return { refused: `channelLayoutName: expected mono or stereo, got “${layout}”` }
  const sampleRate = timeBase ? timeBase.denominator / timeBase.numerator : 48_000
  if (!Number.isInteger(sampleRate) || sampleRate < 8_000 || sampleRate > 192_000)
    return { refused: `timeBase: expected the duration of a sample, 1/8000 to 1/192000` }
  return {
    type: 'audio',
    encoding: {
      ...{ encoder, sampleRate, tracks: 'first' },
      ...(bitrate !== undefined && { bitRate: String(bitrate) }),
      ...(layout && { mostChannels: layout === 'mono' ? 1 : 2 }),
    },
  }
}
