import assert from 'node:assert/strict'
import { Lines, Tail } from '../../../tasks/program/lines.ts'

function lines(...chunks: readonly (string | Buffer)[]): readonly string[] {
  const emitted: string[] = []
  const splitter = new Lines((line) => emitted.push(line))
  for (const chunk of chunks) splitter.feed(Buffer.from(chunk))
  splitter.end()
  return emitted
}

const umlaut = Buffer.from('ü')
const clef = Buffer.from('𝄞')

describe('Lines accepts', () => {
  const cases: readonly (readonly [string, readonly (string | Buffer)[], readonly string[]])[] = [
    ['two lines in one chunk', ['a\nb\n'], ['a', 'b']],
    ['one line in three chunks', ['a', 'b', 'c\n'], ['abc']],
    ['a last line without a line ending', ['a\nb'], ['a', 'b']],
    ['carriage returns', ['frame=1\rframe=2\r'], ['frame=1', 'frame=2']],
    ['carriage returns with line feeds', ['a\r\nb\r\n'], ['a', 'b']],
    ['carriage returns with line feeds, across chunks', ['a\r', '\nb'], ['a', 'b']],
    ['empty lines, which it skips', ['\n\na\n\n'], ['a']],
    ['two bytes of one character, across chunks', [umlaut.subarray(0, 1), umlaut.subarray(1)], ['ü']],
    ['four bytes of one character, one by one', [...clef].map((byte) => Buffer.of(byte)), ['𝄞']],
    ['invalid UTF-8', [Buffer.of(0x61, 0xff, 0x62)], ['a\ufffdb']],
    ['an incomplete character at the end', [umlaut.subarray(0, 1)], ['\ufffd']],
    ['an empty stream', [], []],
    ['4 000 characters', ['x'.repeat(4_000)], ['x'.repeat(4_000)]],
    [
      'more than 4 000 characters in one chunk, which it truncates',
      [`${'x'.repeat(4_001)}\nb`],
      [`${'x'.repeat(4_000)}…`, 'b'],
    ],
    [
      'far more than 4 000 characters in many chunks, which it truncates',
      [...Array.from({ length: 50 }, () => 'x'.repeat(1_000)), '\nb'],
      [`${'x'.repeat(4_000)}…`, 'b'],
    ],
  ]
  for (const [what, chunks, expected] of cases) it(what, () => assert.deepEqual(lines(...chunks), expected))
})

it('Tail keeps the last lines in order', () => {
  const tail = new Tail(2)
  for (const line of ['a', 'b', 'c']) tail.add(line)
  assert.deepEqual(tail.lines(), ['b', 'c'])
})
