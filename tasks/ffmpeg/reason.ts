/** Pure: why ffmpeg ended as it did, by what it said. Its exit codes differ from version to version; its words hardly do. */

export type Reason = {
  readonly ended: 'disk-full' | 'bad-input' | 'encoder-missing' | 'crashed'
  readonly message: string
}

type Named = { readonly input: string; readonly outputs: readonly { readonly path: string }[] }

/** The reason of an ffmpeg that exited with another code than 0, in words a person understands. */
export function reasonOf(stderrTail: readonly string[], { input, outputs }: Named): Reason {
  const lines = stderrTail.map(said)
  const full = first(lines, /No space left on device|Disk quota exceeded/)
  if (full !== undefined) {
    return {
      ended: 'disk-full',
      message: `${full} while writing ${outputs.map(({ path }) => path).join(', ')}`,
    }
  }
  const encoder = first(lines, /Unknown encoder '([^']+)'/)
  if (encoder !== undefined)
    return { ended: 'encoder-missing', message: `this ffmpeg has no encoder ${encoder}` }
  const unopened = first(lines, /Error opening input: (.+)/) ?? afterName(lines, `file:${input}: `)
  if (unopened !== undefined) return notOpened(unopened, input)
  const undecoded = first(lines, UNDECODED)
  if (undecoded !== undefined)
    return { ended: 'bad-input', message: `${input} could not be decoded: ${undecoded}` }
  const error = lines.find(({ level }) => level === 'error') ?? lines.at(-1)
  return { ended: 'crashed', message: `ffmpeg failed: ${error?.text ?? 'it said nothing'}` }
}

export type Level = 'info' | 'warning' | 'error'

export type Said = { readonly level: Level; readonly text: string }

/** A line of `-loglevel level+…`: its level, and its text without addresses, which differ from run to run. */
export function said(line: string): Said {
  const [, level = 'info'] = /\[(panic|fatal|error|warning|info|verbose|debug)\]/.exec(line) ?? []
  const text = line.replace(/ @ 0x[0-9a-f]+/g, '').replace(`[${level}] `, '')
  return { level: LEVELS[level] ?? 'info', text }
}

/** Troubles of this machine or of the network a file lies on, not of the file: worth another try. */
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

/** Said when nothing (or, in strict mode, not all) of a stream could be decoded. Single broken frames are only logged. */
const UNDECODED =
  /Decode error rate.*|Cannot determine format of input.*|(?<=\[(?:dec:|in#).*)(?:corrupt input packet|Terminating thread).*/

function notOpened(reason: string, input: string): Reason {
  if (isPassing(reason)) return { ended: 'crashed', message: `${input} could not be opened: ${reason}` }
  if (reason === 'No such file or directory')
    return { ended: 'bad-input', message: `${input} does not exist` }
  return { ended: 'bad-input', message: `${input} is not a media file that ffmpeg can read: ${reason}` }
}

/** What the first line that matches says: the group of the pattern, or all that matched. */
function first(lines: readonly Said[], pattern: RegExp): string | undefined {
  for (const { text } of lines) {
    const match = pattern.exec(text)
    if (match !== null) return match[1] ?? match[0]
  }
  return undefined
}

/** ffmpeg before 6 says `file:/a.mp4: Invalid data …`; an output that cannot be opened looks the same, hence the whole name. */
function afterName(lines: readonly Said[], name: string): string | undefined {
  return lines.find(({ text }) => text.startsWith(name))?.text.slice(name.length)
}
