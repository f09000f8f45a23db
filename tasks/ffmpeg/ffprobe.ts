/** Asks ffprobe what is in a file. */

import { type Ended, run } from '../program/program.ts'
import { type Media, mediaOf } from './media.ts'
import { isPassing, said } from './reason.ts'

export type Probed =
  | { readonly ended: 'done'; readonly media: Media }
  | { readonly ended: 'bad-input' | 'not-found' | 'crashed'; readonly message: string }
  | { readonly ended: 'stopped' }

type Options = {
  /** Path of the program. */
  readonly ffprobe: string
  readonly signal: AbortSignal
  /** Time it may take, ms; past it the ending is `crashed`. Default 60 000: a file on a slow share can take many seconds. */
  readonly timeoutMs?: number
}

/** Reads no more of the file than its description and the start of its streams. The path is a file's, never a URL. */
export async function probe(path: string, { ffprobe, signal, timeoutMs = 60_000 }: Options): Promise<Probed> {
  const output: string[] = []
  const late = AbortSignal.timeout(timeoutMs)
  const ended = await run([...ENV, ffprobe, ...QUESTION, `file:${path}`], {
    signal: AbortSignal.any([signal, late]),
    onStdout: (line) => output.push(line),
  })
  if (ended.ended === 'stopped' && !signal.aborted) {
    return { ended: 'crashed', message: `ffprobe gave no answer about ${path} within ${timeoutMs / 1_000} s` }
  }
  return probed(path, ended, output.join('\n'))
}

/**
 * The packaged ffprobe is linked statically and crashes (SIGSEGV) when it loads the converters of the machine's own C library, as it does
 * for every MPEG transport stream. Where it looks for them there are none; it does without.
 */
const ENV = ['env', 'GCONV_PATH=/nonexistent'] as const

/**
 * Entries are named one by one: a file can carry megabytes of tags. `file:` in front of the path keeps names that begin with “-” or
 * contain “:” from being options and protocols; the whitelist keeps a playlist from opening the network.
 */
// biome-ignore format: an option and its value on one line
const QUESTION = [
  '-hide_banner',
  '-loglevel', 'level+error',
  '-protocol_whitelist', 'file,crypto,data',
  '-print_format', 'json',
  '-show_entries',
  'format=format_name,duration,size,bit_rate' +
    ':stream=index,codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate,pix_fmt,duration,channels,sample_rate' +
    ':stream_disposition=attached_pic:stream_tags=rotate:stream_side_data=rotation',
  '-i',
] as const

function probed(path: string, ended: Ended, output: string): Probed {
  switch (ended.ended) {
    case 'stopped':
      return { ended: 'stopped' }
    case 'not-started':
      return { ended: 'crashed', message: `ffprobe did not start: ${ended.reason}` }
    case 'stalled':
    case 'killed':
      return { ended: 'crashed', message: `ffprobe was killed while it read ${path}` }
    case 'exited':
      return ended.code === 0 ? understood(path, output) : refused(path, ended.stderrTail)
  }
}

function understood(path: string, output: string): Probed {
  const media = mediaOf(output)
  return media === undefined || media.streams.length === 0
    ? { ended: 'bad-input', message: `${path} is not a media file: ffprobe found no stream in it` }
    : { ended: 'done', media }
}

function refused(path: string, stderrTail: readonly string[]): Probed {
  const reason = said(stderrTail.at(-1) ?? 'ffprobe said nothing').text.replace(`file:${path}: `, '')
  if (isPassing(reason)) return { ended: 'crashed', message: `${path} could not be opened: ${reason}` }
  if (reason === 'No such file or directory') return { ended: 'not-found', message: `${path} does not exist` }
  return { ended: 'bad-input', message: `${path} is not a media file that ffprobe can read: ${reason}` }
}
