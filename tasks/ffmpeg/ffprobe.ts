/** Reads the description of a media file with ffprobe. */

import { open } from 'node:fs/promises'
import type { ProgramFile } from '../program/program-file.ts'
import { type Media, type Video, videoOf } from './media.ts'
import { isPassing, said } from './reason.ts'
import { hdrOf } from './source/color.ts'
import { inputOf, refusedFormat, refusedName } from './source/formats.ts'
import { mediaOf, withSeen } from './source/parsed-media.ts'
import { joined } from './source/printed.ts'
import { type EndedOn, runOn } from './surroundings.ts'

export type Probed =
  | { readonly ended: 'done'; readonly media: Media }
  | { readonly ended: 'bad-input' | 'not-found' | 'crashed'; readonly message: string }
  | { readonly ended: 'stopped' }

type Options = {
  readonly ffprobe: ProgramFile
  readonly signal: AbortSignal
  /** Time limit, ms; past it the result is `crashed`. Default 60 000: a slow share can take many seconds. */
  readonly timeoutMs?: number
}

/** Reads only the header of the file and the start of its streams. `path` is a file, never a URL. */
export async function probe(path: string, options: Options): Promise<Probed> {
  const refused = refusedName(path)
  if (refused !== undefined) return { ended: 'bad-input', message: refused }
  const { result, output } = await ask(path, STREAMS, options)
  const read = await probed(path, result, output)
  return read.ended === 'done' ? { ended: 'done', media: await withStart(path, read.media, options) } : read
}

/** The same, and all that ffprobe prints, as JSON: a shape has more members than the work needs. */
export async function describeMedia(path: string, options: Options): Promise<Described> {
  const refused = refusedName(path)
  if (refused !== undefined) return { ended: 'bad-input', message: refused }
  const { result, output } = await ask(path, EVERYTHING, options)
  const read = await probed(path, result, output)
  return read.ended === 'done' ? { ...read, json: output } : read
}

export type Described =
  | { readonly ended: 'done'; readonly media: Media; readonly json: string }
  | Exclude<Probed, { readonly ended: 'done' }>

async function ask(path: string, question: readonly string[], options: Options) {
  const { ffprobe, signal, timeoutMs = 60_000 } = options
  const output: string[] = []
  const timeout = AbortSignal.timeout(timeoutMs)
  const result = await runOn({ read: path }, ffprobe, [...question, ...inputOf(path)], {
    signal: AbortSignal.any([signal, timeout]),
    onStdout: (line) => output.length < MOST_LINES && output.push(line),
  })
  const isLate = result.ended === 'stopped' && !signal.aborted
  const message = `ffprobe did not finish within ${timeoutMs / 1_000} s on ${path}`
  return { output: joined(output), result: isLate ? ({ ended: 'crashed', message } as const) : result }
}

/**
 * Decodes the first frame where the file leaves to it whether it has fields, or how bright its HDR is; reads
 * the first seconds where the file does not say how many frames they have.
 */
async function withStart(path: string, media: Media, options: Options): Promise<Media> {
  const video = videoOf(media)
  if (!video || !(isSaidByFrame(video) || isWithoutRate(video))) return media
  const { output } = await ask(path, isWithoutRate(video) ? PACKETS : FRAME, options)
  return {
    ...media,
    streams: media.streams.map((stream) => (stream === video ? withSeen(video, output) : stream)),
  }
}

function isWithoutRate({ isVariable, frameRate }: Video): boolean {
  return isVariable === true && !frameRate
}

function isSaidByFrame({ codec, firstField, color, light }: Video): boolean {
  return (firstField === undefined && FIELDS_IN_FRAMES.has(codec)) || (hdrOf(color) === 'PQ' && !light)
}

const FIELDS_IN_FRAMES: ReadonlySet<string> = new Set(['dvvideo', 'dnxhd', 'vc1'])

/** Seconds that are read for the average rate. */
const RATE_S = 20

const QUIET = ['-hide_banner', '-loglevel', 'level+warning'] as const // it warns when it guesses a length

/** A file with a hundred streams needs a third of them; a million tags are no description. */
const MOST_LINES = 20_000

const EVERYTHING = [
  ...QUIET,
  ...['-print_format', 'json', '-show_data', '-show_format', '-show_streams'],
] as const

const LIGHT =
  'side_data_type,red_x,red_y,green_x,green_y,blue_x,blue_y,white_point_x,white_point_y,' +
  'min_luminance,max_luminance,max_content,max_average'

/** Lists each entry: a file can carry megabytes of tags. */
// biome-ignore format: an option and its value on one line
const STREAMS = [
  ...QUIET,
  '-print_format', 'json',
  '-show_entries',
  'format=format_name,start_time,duration,size,bit_rate:format_tags=timecode,major_brand' +
    ':stream=index,start_time,codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate,r_frame_rate' +
    ',nb_frames,field_order,pix_fmt,color_range,color_space,color_transfer,color_primaries' +
    ',duration,channels,channel_layout,sample_rate' +
    ':stream_disposition=attached_pic,default:stream_tags=rotate,timecode,DURATION,language' +
    `:stream_side_data=rotation,${LIGHT}:chapter=id`,
] as const

// biome-ignore format: an option and its value on one line
const FRAME = [
  ...QUIET,
  '-print_format', 'json',
  '-select_streams', 'V:0', '-read_intervals', '%+#1',
  '-show_entries', `frame=interlaced_frame,top_field_first:frame_side_data=${LIGHT}`,
] as const

// biome-ignore format: an option and its value on one line
const PACKETS = [
  ...QUIET,
  '-print_format', 'json',
  '-select_streams', 'V:0', '-read_intervals', `%+${RATE_S}`, '-show_entries', 'packet=pts_time',
] as const

async function probed(path: string, result: EndedOn, output: string): Promise<Probed> {
  switch (result.ended) {
    case 'stopped':
      return { ended: 'stopped' }
    case 'not-found':
    case 'crashed':
      return result
    case 'not-started':
      return { ended: 'crashed', message: `ffprobe did not start: ${result.reason}` }
    case 'stalled':
    case 'killed':
      return { ended: 'crashed', message: `ffprobe was killed while reading ${path}` }
    case 'exited':
      if (result.code === 0) return parsed(path, output, result.stderrTail)
      return failed(path, result.stderrTail, await firstBytes(path))
  }
}

function parsed(path: string, output: string, stderrTail: readonly string[]): Probed {
  const media = mediaOf(
    output,
    stderrTail.some((line) => line.includes('Estimating duration from bitrate')),
  )
  return media === undefined || media.streams.length === 0
    ? { ended: 'bad-input', message: `${path} is not a media file: ffprobe found no streams in it` }
    : { ended: 'done', media }
}

/** None if they cannot be read. */
async function firstBytes(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } catch {
    return undefined
  }
}

function failed(path: string, stderrTail: readonly string[], first = '?'): Probed {
  if (first === '') return { ended: 'bad-input', message: `${path} is not a media file: it is empty` }
  const refused = refusedFormat(path, stderrTail)
  if (refused !== undefined) return { ended: 'bad-input', message: refused }
  const last = stderrTail.map(said).findLast(({ level }) => level === 'error')
  const reason = whyNot(stderrTail, first) ?? (last?.text ?? 'no error message').replace(`file:${path}: `, '')
  if (isPassing(reason)) return { ended: 'crashed', message: `${path} could not be opened: ${reason}` }
  if (reason === 'No such file or directory') return { ended: 'not-found', message: `${path} does not exist` }
  return { ended: 'bad-input', message: `${path} is not a media file that ffprobe can read: ${reason}` }
}

/** The last message says no more than that there is invalid data. */
function whyNot(stderrTail: readonly string[], first: string): string | undefined {
  const isBoxed = /^.{4}(ftyp|mdat|wide|free|skip)/s.test(first)
  return isBoxed && stderrTail.some((line) => line.includes('moov atom not found'))
    ? 'its index is missing (moov atom not found), as it is cut off or not completed'
    : undefined
}
