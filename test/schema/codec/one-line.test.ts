/** Control characters are shown, not sent. */
import assert from 'node:assert/strict'
import { onOneLine, visible } from '../../../schema/codec/one-line.ts'
import { forPeople } from '../../../server/process/log.ts'

describe('A text on one line', () => {
  // biome-ignore format: a table
  for (const [what, text, line] of [
    ['an ordinary text',             'Zoë → “日本” 🎬',         'Zoë → “日本” 🎬'],
    ['a backslash',                  String.raw`C:\new`,       String.raw`C:\new`],
    ['a colour',                     '\u001b[31mred\u001b[0m', String.raw`\u001b[31mred\u001b[0m`],
    ['CR and LF',                    'a\r\nb\rc\nd',           'a b c d'],
    ['tabs and line breaks together', 'a\t\r\n\tb',            'a b'],
    ['NUL, BEL and backspace',       '\0\u0007\b',             String.raw`\u0000\u0007\u0008`],
    ['DEL',                          '\u007f',                 String.raw`\u007f`],
    ['C1 (CSI, NEL)',                '\u009b31m\u0085',        String.raw`\u009b31m\u0085`],
    ['the line breaks of Unicode',   '\u2028\u2029',           String.raw`\u2028\u2029`],
    ['a reversed file name',         'a\u202egpj.exe\u2066',   String.raw`a\u202egpj.exe\u2066`],
  ] as const)
    it(`shows ${what}`, () => assert.equal(onOneLine(text), line))

  it('shows every control character, and changes no other', () => {
    // biome-ignore format: a table
    const ranges = [[0, 0x1f], [0x7f, 0x9f], [0x2028, 0x2029], [0x202a, 0x202e], [0x2066, 0x2069]] as const
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code)
      const isObeyed = ranges.some(([first, last]) => code >= first && code <= last)
      assert.deepEqual(
        [visible(character) !== character, onOneLine(character) !== character],
        [isObeyed, isObeyed],
        code.toString(16),
      )
    }
  })
})

describe('The log on a terminal', () => {
  const line = (msg: string) =>
    forPeople(JSON.stringify({ time: '2026-01-31T08:00:30.000Z', level: 'info', msg }), false)

  it('shows control characters', () =>
    assert.equal(
      line('job VX-1 ABORTED: \u001b[2J\u202e'),
      '08:00:30 info    job VX-1 ABORTED: \\u001b[2J\\u202e\n',
    ))

  it('indents further lines, so that no text passes for a line of the log', () =>
    assert.equal(
      line('job VX-1 ABORTED: x\r\n08:00:31 error forged\r08:00:32'),
      '08:00:30 info    job VX-1 ABORTED: x\n    08:00:31 error forged 08:00:32\n',
    ))
})
