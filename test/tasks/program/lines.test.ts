import assert from 'node:assert/strict'
import { Lines, Tail } from '../../../tasks/program/lines.ts'

function lines(...chunks: readonly (string | Buffer)[]): readonly string[] {
  const given: string[] = []
  const cutter = new Lines((line) => given.push(line))
  for (const chunk of chunks) cutter.feed(Buffer.from(chunk))
  cutter.end()
  return given
}

const umlaut = Buffer.from('ü')
const clef = Buffer.from('𝄞')

describe('a stream becomes lines', () => {
  const cases: readonly (readonly [string, readonly (string | Buffer)[], readonly string[]])[] = [
    ['two lines in one chunk', ['a\nb\n'], ['a', 'b']],
    ['one line in three chunks', ['a', 'b', 'c\n'], ['abc']],
    ['a last line without an end', ['a\nb'], ['a', 'b']],
    ['carriage returns alone', ['frame=1\rframe=2\r'], ['frame=1', 'frame=2']],
    ['both ends of line', ['a\r\nb\r\n'], ['a', 'b']],
    ['both, across chunks', ['a\r', '\nb'], ['a', 'b']],
    ['empty lines', ['\n\na\n\n'], ['a']],
    ['two bytes of one character, across chunks', [umlaut.subarray(0, 1), umlaut.subarray(1)], ['ü']],
    ['four bytes of one character, one by one', [...clef].map((byte) => Buffer.of(byte)), ['𝄞']],
    ['bytes that are no character', [Buffer.of(0x61, 0xff, 0x62)], ['a\ufffdb']],
    ['a character that never ends', [umlaut.subarray(0, 1)], ['\ufffd']],
    ['nothing', [], []],
    ['4 000 characters', ['x'.repeat(4_000)], ['x'.repeat(4_000)]],
    ['more than 4 000, in one chunk', [`${'x'.repeat(4_001)}\nb`], [`${'x'.repeat(4_000)}…`, 'b']],
    [
      'far more than 4 000, in many',
      [...Array.from({ length: 50 }, () => 'x'.repeat(1_000)), '\nb'],
      [`${'x'.repeat(4_000)}…`, 'b'],
    ],
  ]
  for (const [what, chunks, expected] of cases) it(what, () => assert.deepEqual(lines(...chunks), expected))
})

it('a tail keeps the last lines in their order', () => {
  const tail = new Tail(2)
  for (const line of ['a', 'b', 'c']) tail.add(line)
  assert.deepEqual(tail.lines(), ['b', 'c'])
})
