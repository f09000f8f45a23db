/** Reads EBU STL, the binary subtitles of broadcasters (EBU Tech 3264). Pure. */
import { framesFrom, type TimeBase } from '../../schema/time-code.ts'
import { type Cue, escaped, ordered, Unreadable } from './cue.ts'
import { fromIso6937 } from './iso6937.ts'

const GSI = 1_024
const TTI = 128

export function isEbuStl(bytes: Uint8Array): boolean {
  return bytes.length >= GSI && /^STL\d\d\.01$/.test(latin(bytes.subarray(3, 11)))
}

interface Subtitles {
  readonly cues: readonly Cue[]
  readonly language?: string
}

/** Times count from the start of the programme, as the file gives it. */
export function ebuStlSubtitles(bytes: Uint8Array): Subtitles {
  const frame: TimeBase = { numerator: 1, denominator: Number(latin(bytes.subarray(6, 8))) }
  if (frame.denominator !== 25 && frame.denominator !== 30)
    throw new Unreadable(`its frame rate is “${latin(bytes.subarray(3, 11))}”, not STL25.01 or STL30.01`)
  const decode = decoderOf(latin(bytes.subarray(12, 14)))
  const start = startOf(latin(bytes.subarray(256, 264)), frame)
  const language = LANGUAGES[latin(bytes.subarray(14, 16))]
  const cues = subtitlesIn(bytes).map(({ number, blocks }) => cueOf(blocks, { number, frame, start, decode }))
  return { cues: ordered(cues, 'EBU STL'), ...(language !== undefined && { language }) }
}

interface Subtitle {
  /** As the file counts them. */
  readonly number: number
  readonly blocks: readonly Uint8Array[]
}

/** A subtitle can go on in further blocks; the last has EBN 255. Comments are left out. */
function subtitlesIn(bytes: Uint8Array): readonly Subtitle[] {
  const subtitles: Subtitle[] = []
  let open: Uint8Array[] = []
  for (let at = GSI; at + TTI <= bytes.length; at += TTI) {
    const block = bytes.subarray(at, at + TTI)
    const [, low = 0, high = 0, extension] = block
    if (extension === 0xfe || block[15] === 1) continue // user data, comment
    open.push(block)
    if (extension !== 0xff) continue
    subtitles.push({ number: low + 256 * high, blocks: open })
    open = []
  }
  return subtitles
}

interface Programme {
  readonly number: number
  readonly frame: TimeBase
  readonly start: number
  readonly decode: (bytes: Uint8Array) => string
}

function cueOf(blocks: readonly Uint8Array[], { number, frame, start, decode }: Programme): Cue {
  const [first] = blocks
  const [begin, end] = [timeAt(first, 5, frame), timeAt(first, 9, frame)]
  if (begin === undefined || end === undefined || end < begin)
    throw new Unreadable(
      `subtitle ${number}: its times are no time codes at ${frame.denominator} frames per second`,
    )
  const msOf = (frames: number) =>
    Math.round(((frames - (begin >= start ? start : 0)) * 1_000) / frame.denominator)
  const settings = [ALIGNMENTS[first?.[14] ?? 0], (first?.[13] ?? 20) <= TOP_ROWS ? 'line:0' : undefined]
  const known = settings.filter((one) => one !== undefined)
  return {
    ...{ startMs: msOf(begin), endMs: msOf(end) },
    text: blocks
      .map((block) => textOf(block.subarray(16), decode))
      .join('')
      .trim(),
    ...(known.length > 0 && { settings: known.join(' ') }),
  }
}

function timeAt(block: Uint8Array | undefined, at: number, frame: TimeBase): number | undefined {
  const parts = [...(block?.subarray(at, at + 4) ?? [])].map((part) => String(part).padStart(2, '0'))
  return framesFrom(parts.join(':'), frame)
}

function startOf(text: string, frame: TimeBase): number {
  return framesFrom(text.replace(/^(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1:$2:$3:$4'), frame) ?? 0
}

/** Codes between the characters: colors and boxes of teletext are left out. */
function textOf(bytes: Uint8Array, decode: Programme['decode']): string {
  const parts: string[] = []
  let characters: number[] = []
  const flush = (code = ''): void => {
    if (characters.length > 0) parts.push(escaped(decode(Uint8Array.from(characters))))
    characters = []
    parts.push(code)
  }
  for (const byte of bytes) {
    if (byte === 0x8f) break
    if (byte in CODES) flush(CODES[byte])
    else if (byte >= 0x20 && (byte < 0x7f || byte > 0x9f)) characters.push(byte)
    else if (byte < 0x20 && characters.at(-1) !== 0x20) characters.push(0x20)
  }
  flush()
  return parts
    .join('')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

const CODES: Readonly<Record<number, string>> = {
  ...{ 128: '<i>', 129: '</i>', 130: '<u>', 131: '</u>', 138: '\n' },
}
const ALIGNMENTS: Readonly<Record<number, string>> = { 1: 'align:start', 3: 'align:end' }
/** Of the 23 rows of teletext. */
const TOP_ROWS = 6

function decoderOf(table: string): Programme['decode'] {
  const encoding = { '01': 'iso-8859-5', '02': 'iso-8859-6', '03': 'iso-8859-7', '04': 'iso-8859-8' }[table]
  if (encoding === undefined) return fromIso6937
  return (bytes) => new TextDecoder(encoding).decode(bytes)
}

/** EBU Tech 3264, appendix 3. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ...{
    '02': 'bre',
    '03': 'cat',
    '04': 'hrv',
    '05': 'wel',
    '06': 'cze',
    '07': 'dan',
    '08': 'ger',
    '09': 'eng',
  },
  ...{
    '0A': 'spa',
    '0B': 'epo',
    '0C': 'est',
    '0D': 'baq',
    '0E': 'fao',
    '0F': 'fre',
    '10': 'fry',
    '11': 'gle',
  },
  ...{
    '12': 'gla',
    '13': 'glg',
    '14': 'ice',
    '15': 'ita',
    '16': 'smi',
    '17': 'lat',
    '18': 'lav',
    '19': 'ltz',
  },
  ...{
    '1A': 'lit',
    '1B': 'hun',
    '1C': 'mlt',
    '1D': 'dut',
    '1E': 'nor',
    '1F': 'oci',
    '20': 'pol',
    '21': 'por',
  },
  ...{
    '22': 'rum',
    '23': 'roh',
    '24': 'srp',
    '25': 'slo',
    '26': 'slv',
    '27': 'fin',
    '28': 'swe',
    '29': 'tur',
  },
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}
