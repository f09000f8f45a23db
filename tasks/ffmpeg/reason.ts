/** Derives why ffmpeg failed from its messages: exit codes differ between versions, messages hardly do. */

import { refusedFormat } from './source/formats.ts'

export type FfmpegFailure = {
  /**
   * `crashed`: the cause may pass, so another run may succeed. `failed`: ffmpeg ended by itself, and would
   * end the same way each time.
   */
  readonly ended: 'disk-full' | 'bad-input' | 'encoder-missing' | 'crashed' | 'failed'
  readonly message: string
}

type Named = { readonly input: string; readonly outputs: readonly { readonly path: string }[] }

/** The reason for a non-zero exit code of ffmpeg, as a message for people. */
export function reasonOf(stderrTail: readonly string[], { input, outputs }: Named): FfmpegFailure {
  const lines = stderrTail.map(said)
  const full = first(lines, /No space left on device|Disk quota exceeded/)
  if (full !== undefined) {
    return {
      ended: 'disk-full',
      message: `${full} while writing ${outputs.map(({ path }) => path).join(', ')}`,
    }
  }
  const refused = refusedFormat(input, stderrTail)
  if (refused !== undefined) return { ended: 'bad-input', message: refused }
  if (first(lines, /Cannot allocate memory/) !== undefined)
    return {
      ended: 'crashed',
      message: `ffmpeg ran out of memory on ${input}; PROGRAM_MEMORY limits one run`,
    }
  const encoder = first(lines, /Unknown encoder '([^']+)'/)
  if (encoder !== undefined)
    return { ended: 'encoder-missing', message: `this ffmpeg has no encoder ${encoder}` }
  const openError = first(lines, /Error opening input: (.+)/) ?? textAfter(lines, `file:${input}: `)
  if (openError !== undefined) return inputReason(openError, input)
  const decodeError = first(lines, DECODE_ERROR)
  if (decodeError !== undefined)
    return { ended: 'bad-input', message: `${input} could not be decoded: ${decodeError}` }
  return failure(lines)
}

/** By its first error. A run without messages may have been ended from outside. */
function failure(lines: readonly Said[]): FfmpegFailure {
  const error = lines.find(({ level }) => level === 'error') ?? lines.at(-1)
  if (error === undefined) return { ended: 'crashed', message: 'ffmpeg failed: no error message' }
  const canPass = lines.some(({ text }) => isPassing(text) || MAY_PASS.test(text))
  return { ended: canPass ? 'crashed' : 'failed', message: `ffmpeg failed: ${error.text}` }
}

/** A folder that was removed during the run, and devices that are in use or missing on this machine. */
const MAY_PASS =
  /No such file or directory|Device or resource busy|Resource temporarily unavailable|out of memory|No capable devices|OpenEncodeSession|CUDA_ERROR|Cannot load |No device available|Device creation failed|Broken pipe/

export type Level = 'info' | 'warning' | 'error'

/** Called with each message. */
export type OnLog = (level: Level, line: string) => void

export type Said = { readonly level: Level; readonly text: string }

/** Parses a line of `-loglevel level+…`. The text omits memory addresses, which differ from run to run. */
export function said(line: string): Said {
  const [, level = 'info'] = /\[(panic|fatal|error|warning|info|verbose|debug)\]/.exec(line) ?? []
  const text = line.replace(/ @ 0x[0-9a-f]+/g, '').replace(`[${level}] `, '')
  return { level: ABOUT_FFMPEG.test(text) ? 'info' : (LEVELS[level] ?? 'info'), text }
}

/**
 * Warnings that would be counted with those about the media: one to ffmpeg's developers, and one about
 * channels without a layout, of which the plan says what becomes of them.
 */
const ABOUT_FFMPEG = /deprecated pixel format used|Guessed Channel Layout/

/** Whether the error is one of this machine or the network, not of the file, so that a retry may succeed. */
export function isPassing(text: string): boolean {
  return /Permission denied|Input\/output error|Stale file handle|Cannot allocate memory|Too many open files/.test(
    text,
  )
}

const LEVELS: Readonly<Record<string, Level>> = {
  panic: 'error',
  fatal: 'error',
  error: 'error',
  warning: 'warning',
}

/** Nothing of a stream (in strict mode: not all of it) was decoded. Single corrupt frames are only logged. */
const DECODE_ERROR =
  /Decode error rate.*|Cannot determine format of input.*|(?<=\[(?:dec:|in#).*)(?:corrupt input packet|Terminating thread).*/

function inputReason(reason: string, input: string): FfmpegFailure {
  if (isPassing(reason)) return { ended: 'crashed', message: `${input} could not be opened: ${reason}` }
  if (reason === 'No such file or directory')
    return { ended: 'bad-input', message: `${input} does not exist` }
  return { ended: 'bad-input', message: `${input} is not a media file that ffmpeg can read: ${reason}` }
}

/** From the first matching line: the capture group of the pattern, or the whole match. */
function first(lines: readonly Said[], pattern: RegExp): string | undefined {
  for (const { text } of lines) {
    const match = pattern.exec(text)
    if (match !== null) return match[1] ?? match[0]
  }
  return undefined
}

/**
 * ffmpeg before 6 prints `file:/a.mp4: Invalid data …`, for outputs too; hence the match of the whole name.
 */
function textAfter(lines: readonly Said[], name: string): string | undefined {
  return lines.find(({ text }) => text.startsWith(name))?.text.slice(name.length)
}
