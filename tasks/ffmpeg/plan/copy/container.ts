/** The containers of renditions, and which of them holds the streams that are copied. Pure. */
import { extname } from 'node:path'
import type { Media, Stream } from '../../media.ts'

export interface Container {
  /** ffmpeg's name. */
  readonly muxer: string
  readonly extension: string
  /** Options of the muxer. */
  readonly options?: readonly string[]
  /** What it holds of each kind of stream, by codec. A kind that is missing is not held at all. */
  readonly holds: { readonly [kind in Kind]?: RegExp }
  /** Holds one stream of video and one of audio. Default: any number. */
  readonly single?: true
  /** Needs exactly one stream of video, before all others. */
  readonly oneVideo?: true
  readonly chapters?: true
}

type Kind = 'video' | 'audio' | 'subtitle' | 'attached picture' | 'attachment'

const ANY = /./
const COVER = /^(mjpeg|png)$/
const MP4 = {
  video: /^(h264|hevc|av1|vp9|mpeg4|mpeg1video|mpeg2video|mjpeg|vc1)$/,
  audio: /^(aac|mp3|mp2|ac3|eac3|alac|opus|flac)$/,
  subtitle: /^(mov_text|dvd_subtitle)$/,
  'attached picture': COVER,
}
const IN_MOV = {
  video: /^(?!vp[89]$|theora)/,
  audio: /^(?!vorbis$|opus$)/,
  subtitle: /^(mov_text|eia_608|dvd_subtitle)$/,
}
const TEXT = /^(subrip|ass|webvtt|text|hdmv_pgs_subtitle|dvd_subtitle|dvb_subtitle)$/
/** All but pictures, and what ffmpeg has no code for. */
const IN_MATROSKA =
  /^(?!(bmp|webp|jpegxl|ppm|pgm|pbm|pam|apng|tiff|targa|dpx|exr|jpeg2000|sgi|pcx|psd|rv10|rv20|adpcm_swf)$)/
const MATROSKA = { video: IN_MATROSKA, audio: IN_MATROSKA, subtitle: TEXT, attachment: ANY }
const audioIn = (muxer: string, extension: string, audio: RegExp, cover?: RegExp): Container => ({
  ...{ muxer, extension, single: true },
  holds: { audio, ...(cover && { 'attached picture': cover }) },
})

/** By the names that presets use. */
export const CONTAINERS = {
  mp4: { muxer: 'mp4', extension: '.mp4', holds: MP4, chapters: true },
  m4a: { muxer: 'ipod', extension: '.m4a', holds: { ...MP4, audio: /^(aac|alac|ac3)$/ }, chapters: true },
  mov: { muxer: 'mov', extension: '.mov', holds: { ...MP4, ...IN_MOV }, chapters: true },
  mkv: { muxer: 'matroska', extension: '.mkv', holds: MATROSKA, chapters: true },
  mka: { muxer: 'matroska', extension: '.mka', holds: MATROSKA, chapters: true },
  webm: {
    ...{ muxer: 'webm', extension: '.webm', chapters: true },
    holds: { video: /^(vp8|vp9|av1)$/, audio: /^(opus|vorbis)$/, subtitle: /^webvtt$/ },
  },
  ts: { muxer: 'mpegts', extension: '.ts', holds: transport() },
  m2ts: { muxer: 'mpegts', extension: '.m2ts', options: ['-mpegts_m2ts_mode', '1'], holds: transport() },
  mxf: {
    ...{ muxer: 'mxf', extension: '.mxf' },
    holds: { video: /^(mpeg2video|h264|dnxhd|prores|jpeg2000|dvvideo)$/, audio: /^pcm_s(16|24)le$/ },
    oneVideo: true,
  },
  avi: { muxer: 'avi', extension: '.avi', holds: { video: ANY, audio: ANY } },
  wmv: { muxer: 'asf', extension: '.wmv', holds: { video: ANY, audio: ANY } },
  flv: {
    ...{ muxer: 'flv', extension: '.flv', single: true },
    holds: { video: /^(flv1|h264|vp6f?|hevc|av1)$/, audio: /^(aac|mp3|nellymoser|speex)$/ },
  },
  mpg: {
    ...{ muxer: 'vob', extension: '.mpg' },
    holds: { video: /^mpeg[12]video$/, audio: /^(mp2|ac3|dts|pcm_dvd)$/, subtitle: /^dvd_subtitle$/ },
  },
  dv: { muxer: 'dv', extension: '.dv', single: true, holds: { video: /^dvvideo$/, audio: /^pcm_s16le$/ } },
  gif: { muxer: 'gif', extension: '.gif', single: true, holds: { video: /^gif$/ } },
  jpg: picture('.jpg', /^mjpeg$/),
  png: picture('.png', /^png$/),
  bmp: picture('.bmp', /^bmp$/),
  webp: picture('.webp', /^webp$/),
  tif: picture('.tif', /^tiff$/),
  jp2: picture('.jp2', /^jpeg2000$/),
  tga: picture('.tga', /^targa$/),
  dpx: picture('.dpx', /^dpx$/),
  exr: picture('.exr', /^exr$/),
  wav: audioIn('wav', '.wav', /^(pcm_(u8|alaw|mulaw|[sf](16|24|32|64)le)|adpcm_ms|adpcm_ima_wav|mp3|ac3)$/),
  w64: audioIn('w64', '.w64', /^pcm_/),
  aiff: audioIn('aiff', '.aif', /^pcm_/, COVER),
  caf: audioIn('caf', '.caf', /^(pcm_|alac|aac)/),
  au: audioIn('au', '.au', /^pcm_/),
  flac: audioIn('flac', '.flac', /^flac$/, COVER),
  ogg: { muxer: 'ogg', extension: '.ogg', holds: { video: /^theora$/, audio: /^(vorbis|flac|opus|speex)$/ } },
  opus: audioIn('opus', '.opus', /^opus$/),
  mp3: audioIn('mp3', '.mp3', /^mp3$/, COVER),
  aac: audioIn('adts', '.aac', /^aac$/),
  ac3: audioIn('ac3', '.ac3', /^ac3$/),
  eac3: audioIn('eac3', '.eac3', /^eac3$/),
  dts: audioIn('dts', '.dts', /^dts$/),
  mp2: audioIn('mp2', '.mp2', /^mp2$/),
  amr: audioIn('amr', '.amr', /^amr_(nb|wb)$/),
  tta: audioIn('tta', '.tta', /^tta$/),
  h264: elementary('h264', '.h264', /^h264$/),
  hevc: elementary('hevc', '.hevc', /^hevc$/),
  m2v: elementary('mpeg2video', '.m2v', /^mpeg2video$/),
  m1v: elementary('mpeg1video', '.m1v', /^mpeg1video$/),
} as const satisfies Readonly<Record<string, Container>>

function transport(): Container['holds'] {
  return {
    video: /^(mpeg[12]video|h264|hevc|vc1|mpeg4|cavs|avs2|avs3)$/,
    audio: /^(mp2|mp3|aac|aac_latm|ac3|eac3|dts|truehd|opus|s302m|pcm_bluray)$/,
    subtitle: /^(dvb_subtitle|dvb_teletext|hdmv_pgs_subtitle)$/,
  }
}

/** One stream without a container: frames out of order would lose their times in any other. */
function elementary(muxer: string, extension: string, video: RegExp): Container {
  return { muxer, extension, single: true, holds: { video } }
}

function picture(extension: string, video: RegExp): Container {
  return { muxer: 'image2', extension, options: ['-update', '1'], single: true, holds: { video } }
}

type Name = keyof typeof CONTAINERS

/** The containers whose files ffmpeg calls by this format; more than one only by the name of the file. */
const OWN: Readonly<Record<string, readonly Name[]>> = {
  mov: ['mp4', 'm4a', 'mov'],
  matroska: ['mkv', 'mka', 'webm'],
  mpegts: ['ts', 'm2ts'],
  ...{ mxf: ['mxf'], avi: ['avi'], asf: ['wmv'], flv: ['flv'], mpeg: ['mpg'], dv: ['dv'], gif: ['gif'] },
  ...{
    jpeg_pipe: ['jpg'],
    png_pipe: ['png'],
    image2: ['jpg', 'png', 'bmp', 'webp', 'tif', 'jp2', 'tga', 'dpx', 'exr'],
    wav: ['wav'],
    w64: ['w64'],
  },
  ...{ aiff: ['aiff'], caf: ['caf'], au: ['au'], flac: ['flac'], ogg: ['ogg', 'opus'], mp3: ['mp3', 'mp2'] },
  ...{ bmp_pipe: ['bmp'], webp_pipe: ['webp'], tiff_pipe: ['tif'], j2k_pipe: ['jp2'], dpx_pipe: ['dpx'] },
  ...{
    exr_pipe: ['exr'],
    h264: ['h264'],
    hevc: ['hevc'],
    mpegvideo: ['m2v', 'm1v'],
    amr: ['amr'],
    tta: ['tta'],
  },
  ...{ aac: ['aac'], ac3: ['ac3'], eac3: ['eac3'], dts: ['dts'] },
}

/** Containers for sources whose own is not written, as players support them. */
const OTHERS: readonly Container[] = [
  {
    ...CONTAINERS.mp4,
    // Registered for ISO/IEC 14496, and written by ffmpeg without `-strict`.
    holds: { video: /^(h264|hevc|av1|mpeg4|mpeg2video)$/, audio: /^(aac|mp3|ac3|eac3|alac)$/ },
  },
  {
    ...CONTAINERS.mov,
    holds: {
      video: /^(h264|hevc|av1|mpeg4|mpeg2video|prores|dnxhd|mjpeg|dvvideo|cfhd)$/,
      audio: /^(aac|mp3|ac3|eac3|alac|pcm_[sf](16|24|32|64)[bl]e)$/,
    },
  },
]

/** The container for copies of the streams of this source. */
export function containerOfCopy({
  path,
  media,
}: {
  readonly path: string
  readonly media: Media
}): Container {
  const streams = media.streams.filter(({ type }) => type !== 'other')
  const fits = (container: Container) =>
    streams.every((stream) => holds(container, stream)) &&
    (container.oneVideo !== true || isOneVideo(streams)) &&
    (container.single !== true || new Set(streams.map(({ type }) => type)).size === streams.length)
  const own = ownOf(path, media).find(fits)
  return own ?? OTHERS.find(fits) ?? CONTAINERS.mkv
}

function isOneVideo(streams: readonly Stream[]): boolean {
  return streams[0]?.type === 'video' && streams.filter(({ type }) => type === 'video').length === 1
}

/** The most likely first. */
function ownOf(path: string, { format, brand, streams }: Media): readonly Container[] {
  const found = format.split(',').flatMap((name) => OWN[name] ?? [])
  const named = found.filter((name) => CONTAINERS[name].extension === extname(path).toLowerCase())
  const isSound =
    streams.some(({ type }) => type === 'audio') && !streams.some(({ type }) => type === 'video')
  const likely = found.filter((name) => name === (brand === 'qt' ? 'mov' : isSound ? 'm4a' : undefined))
  return [...named, ...likely, ...found].map((name) => CONTAINERS[name])
}

/** Whether the stream can be copied into the container. */
export function holds({ holds }: Container, stream: Stream): boolean {
  const kind = stream.type === 'other' ? stream.kind : stream.type
  const codecs = (holds as Readonly<Record<string, RegExp | undefined>>)[kind]
  return codecs?.test(stream.codec ?? '') ?? false
}
