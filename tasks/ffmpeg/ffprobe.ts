/** Reads the description of a media file with ffprobe. */

import type { ProgramFile } from '../program/program-file.ts'
import { type Media, mediaOf } from './media.ts'
import { isPassing, said } from './reason.ts'
import { inputOf, refusedFormat, refusedName } from './source/formats.ts'
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
export async function probe(path: string, { ffprobe, signal, timeoutMs = 60_000 }: Options): Promise<Probed> {
  const refused = refusedName(path)
  if (refused !== undefined) return { ended: 'bad-input', message: refused }
  const output: string[] = []
  const timeout = AbortSignal.timeout(timeoutMs)
  const result = await runOn({ read: path }, ffprobe, [...OPTIONS, ...inputOf(path)], {
    signal: AbortSignal.any([signal, timeout]),
    onStdout: (line) => output.push(line),
  })
  if (result.ended === 'stopped' && !signal.aborted) {
    return { ended: 'crashed', message: `ffprobe did not finish within ${timeoutMs / 1_000} s on ${path}` }
  }
  return probed(path, result, output.join('\n'))
}

/** Lists each entry: a file can carry megabytes of tags. */
// biome-ignore format: an option and its value on one line
const OPTIONS = [
  '-hide_banner',
  '-loglevel', 'level+warning', // it warns when it guesses a length
  '-print_format', 'json',
  '-show_entries',
  'format=format_name,start_time,duration,size,bit_rate' +
    ':stream=index,start_time,codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate,pix_fmt,duration,channels,sample_rate' +
    ':stream_disposition=attached_pic:stream_tags=rotate,timecode,DURATION:format_tags=timecode:stream_side_data=rotation',
] as const

function probed(path: string, result: EndedOn, output: string): Probed {
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
      return result.code === 0 ? parsed(path, output, result.stderrTail) : failed(path, result.stderrTail)
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

function failed(path: string, stderrTail: readonly string[]): Probed {
  const refused = refusedFormat(path, stderrTail)
  if (refused !== undefined) return { ended: 'bad-input', message: refused }
  const last = stderrTail.map(said).findLast(({ level }) => level === 'error')
  const reason = (last?.text ?? 'no error message').replace(`file:${path}: `, '')
  if (isPassing(reason)) return { ended: 'crashed', message: `${path} could not be opened: ${reason}` }
  if (reason === 'No such file or directory') return { ended: 'not-found', message: `${path} does not exist` }
  return { ended: 'bad-input', message: `${path} is not a media file that ffprobe can read: ${reason}` }
}
