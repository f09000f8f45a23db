/** Writes MCC files: captions of CEA-608 in the packets of SMPTE ST 334-2 that CEA-708 travels in. */

/** A pair of bytes with their parity, as four hexadecimal digits, or none. */
type Pair = string | undefined

/** A packet a frame, at 30 frames per second. */
export function mcc(frames: readonly (readonly [timeCode: string, pair: Pair])[]): string {
  const lines = frames.map(([timeCode, pair], at) => `${timeCode}\t${shortened(packet(pair, at))}`)
  return [...HEAD, ...lines, ''].join('\r\n')
}

const HEAD = [
  'File Format=MacCaption_MCC V1.0',
  '',
  '///////////////////////////////////////////////////////////////////////////////////',
  '// Computer Prompting and Captioning Company',
  '// Ancillary Data Packet Transfer File',
  '///////////////////////////////////////////////////////////////////////////////////',
  '',
  'UUID=CA8BC94D-9931-4EEE-812F-2D68FA74F287',
  'Creation Program=Test',
  'Creation Date=Sunday, November 29, 2026',
  'Creation Time=12:00:00',
  'Time Code Rate=30',
  '',
]

/** Of field 1, then nothing of field 2 and of CEA-708. */
function packet(pair: Pair, sequence: number): readonly number[] {
  const data = [
    [0xfc, ...bytesOf(pair ?? '8080')],
    [0xf9, 0x80, 0x80],
    ...Array.from({ length: 18 }, () => [0xfa, 0, 0]),
  ]
  const counted = [(sequence >> 8) & 0xff, sequence & 0xff]
  const body = [0x5f, 0x43, ...counted, 0x72, 0xe0 | data.length, ...data.flat(), 0x74, ...counted]
  const distribution = [0x96, 0x69, body.length + 4, ...body]
  const whole = [...distribution, -sum(distribution) & 0xff]
  const ancillary = [0x61, 0x01, whole.length, ...whole]
  return [...ancillary, sum(ancillary) & 0xff]
}

function bytesOf(hex: string): readonly number[] {
  return [...Buffer.from(hex, 'hex')]
}

function sum(bytes: readonly number[]): number {
  return bytes.reduce((all, byte) => all + byte, 0)
}

/** Hexadecimal, with the letters that MCC has for what is frequent. */
function shortened(bytes: readonly number[]): string {
  const hex = Buffer.from(bytes).toString('hex').toUpperCase()
  return hex
    .replace(/(FA0000)+/g, (same) => times(same.length / 6))
    .replace(/^6101/, 'T')
    .replace('9669', 'S')
}

/** `G` is one, `O` are nine. */
function times(count: number): string {
  return 'O'.repeat(Math.floor(count / 9)) + (count % 9 === 0 ? '' : String.fromCharCode(70 + (count % 9)))
}
