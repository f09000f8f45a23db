/** The encoders of codecs, by the names that presets use, and what players expect of them. Pure. */
import { CONTAINERS } from '../plan/copy/container.ts'

/** Names that are not those of ffmpeg's encoders themselves. */
export const ENCODERS: Readonly<Record<string, string>> = {
  ...{ h264: 'libx264', avc: 'libx264', avc1: 'libx264', hevc: 'libx265', h265: 'libx265' },
  ...{ av1: 'libsvtav1', vp8: 'libvpx', vp9: 'libvpx-vp9', theora: 'libtheora', xvid: 'libxvid' },
  ...{
    prores: 'prores_ks',
    dnxhr: 'dnxhd',
    mpeg2: 'mpeg2video',
    jpeg: 'mjpeg',
    webp: 'libwebp',
    dv: 'dvvideo',
  },
  ...{ flv1: 'flv', mp3: 'libmp3lame', opus: 'libopus', vorbis: 'libvorbis' },
}

export function encoderOf(codec: string): string {
  return ENCODERS[codec] ?? codec
}

const PIXEL_FORMATS: Readonly<Record<string, string>> = {
  ...{ prores_ks: 'yuv422p10le', prores: 'yuv422p10le', prores_aw: 'yuv422p10le', dnxhd: 'yuv422p' },
  ...{
    mjpeg: 'yuvj420p',
    png: 'rgb24',
    gif: 'rgb8',
    bmp: 'bgr24',
    tiff: 'rgb24',
    dpx: 'rgb24',
    targa: 'bgr24',
  },
}

export function pixelFormatOf(encoder: string): string {
  return PIXEL_FORMATS[encoder] ?? 'yuv420p'
}

/** The encoders whose first pass ffmpeg can make. */
export const TWO_PASSES: ReadonlySet<string> = new Set([
  ...['libx264', 'libvpx', 'libvpx-vp9', 'libaom-av1', 'mpeg1video', 'mpeg2video', 'mpeg4', 'libxvid'],
])

export type ContainerName = keyof typeof CONTAINERS

const FORMATS: Readonly<Record<string, ContainerName>> = {
  ...{
    jpeg: 'jpg',
    tiff: 'tif',
    matroska: 'mkv',
    mpegts: 'ts',
    mpeg: 'mpg',
    asf: 'wmv',
    adts: 'aac',
    aif: 'aiff',
  },
  ...{ quicktime: 'mov', ipod: 'm4a', oga: 'ogg', ogv: 'ogg' },
}

/** Undefined if there is none of this name. */
export function containerNamed(format: string): ContainerName | undefined {
  const name = FORMATS[format] ?? format
  return Object.hasOwn(CONTAINERS, name) ? (name as ContainerName) : undefined
}

/** The values of `preset` and `profile` that an encoder knows. */
const X26 = /^(ultrafast|superfast|veryfast|faster|fast|medium|slow|slower|veryslow|placebo)$/
const NVENC = /^(p[1-7]|default|slow|medium|fast|hp|hq|bd|ll|llhq|llhp|lossless|losslesshp)$/
const PRESETS: Readonly<Record<string, RegExp>> = {
  ...{ libx264: X26, libx265: X26, h264_nvenc: NVENC, hevc_nvenc: NVENC, av1_nvenc: NVENC },
  ...{ libsvtav1: /^(-?\d|1[0-3])$/, libwebp: /^(none|default|picture|photo|drawing|icon|text)$/ },
}
const PROFILES: Readonly<Record<string, RegExp>> = {
  libx264: /^(baseline|main|high|high10|high422|high444)$/,
  libx265: /^main(10|12)?(-intra|-still-picture)?$|^main(422|444)-(8|10|12)(-intra)?$/,
  h264_nvenc: /^(baseline|main|high|high444p)$/,
  hevc_nvenc: /^(main|main10|rext)$/,
  prores_ks: /^(auto|proxy|lt|standard|hq|4444|4444xq|[0-5])$/,
  dnxhd: /^(dnxhd|dnxhr_(444|hqx|hq|sq|lb))$/,
  mpeg2video: /^(422|high|ss|snr|main|simple|[0-9])$/,
  aac: /^(aac_(main|low|ltp|ssr)|mpeg2_aac_low)$/,
  'libvpx-vp9': /^[0-3]$/,
}

/** Whether ffmpeg has the value; others are those of other transcoders. */
export function isKnown(option: 'preset' | 'profile', value: string, encoder: string): boolean {
  return (option === 'preset' ? PRESETS : PROFILES)[encoder]?.test(value) ?? false
}
