import assert from 'node:assert/strict'
import type { LogLine } from '../../web/src/live/message.ts'
import { asText } from '../../web/src/log/as-text.ts'
import { ofLevel, readLevel } from '../../web/src/log/levels.ts'
import { whereTo } from '../../web/src/log/lines/where-to.ts'
import { cleared, EMPTY, type Log, merged, present, restored } from '../../web/src/log/log.ts'

/** The line `7:2` is the second of attempt 7. */
function line(name: string, level: LogLine['level'] = 'info', text = name): LogLine {
  const [task = 0, number = 0] = name.split(':').map(Number)
  return { timestamp: '2026-11-23T01:02:03.004+0000', level, step: 200, attempts: 1, task, number, text }
}
const lines = (names: string) => (names === '' ? [] : names.split(' ').map((name) => line(name)))
const names = (log: Log) =>
  present(log)
    .map(({ text }) => text)
    .join(' ')
const having = (...parts: readonly string[]) =>
  parts.reduce((log, part) => (part === 'clear' ? cleared(log) : merged(log, lines(part), 6)), EMPTY)

// biome-ignore format: a table
const CAME: readonly (readonly [string, readonly string[], string])[] = [
  ['one after the other', ['1:1 1:2', '1:3'], '1:1 1:2 1:3'],
  ['again after a reconnect', ['1:1 1:2', '1:1 1:2 1:3'], '1:1 1:2 1:3'],
  ['twice in one answer', ['1:1 1:1 1:2'], '1:1 1:2'],
  ['of two attempts that write at the same time', ['1:1 2:1', '2:1 1:2 2:2', '1:2'], '1:1 2:1 1:2 2:2'],
  ['with numbers left out, of a level that is not told', ['1:2 1:5', '1:5 1:9'], '1:2 1:5 1:9'],
  ['more than are kept', ['1:1 1:2 1:3 1:4', '2:1 2:2 2:3 2:4'], '1:3 1:4 2:1 2:2 2:3 2:4'],
  ['again that are not kept any more', ['1:1 1:2 1:3 1:4', '2:1 2:2 2:3 2:4', '1:1 1:2'], '1:3 1:4 2:1 2:2 2:3 2:4'],
  ['before and after the log was cleared', ['1:1 1:2', 'clear', '1:2 1:3'], '1:3'],
  ['more than are kept after it was cleared', ['1:1 1:2', 'clear', '1:3 1:4 1:5 1:6 1:7'], '1:3 1:4 1:5 1:6 1:7'],
  ['only before it was cleared', ['1:1', 'clear', '1:1'], ''],
]

describe('The log on the page, when lines came', () => {
  for (const [how, parts, expected] of CAME)
    it(`${how}, is “${expected}”`, () => assert.equal(names(having(...parts)), expected))

  it('counts those that are not kept', () =>
    assert.equal(having('1:1 1:2 1:3 1:4', '1:5 1:6 1:7').dropped, 1))

  it('and were cleared, can have them back', () =>
    assert.equal(names(restored(having('1:1', 'clear', '1:2'))), '1:1 1:2'))

  it('that it has already, is the same object', () => {
    const log = having('1:1')
    assert.equal(merged(log, lines('1:1')), log)
  })
})

describe('A log', () => {
  const all = (['debug', 'info', 'warning', 'error'] as const).map((level, at) => line(`1:${at + 1}`, level))
  for (const [least, count] of [
    ['debug', 4],
    ['info', 3],
    ['warning', 2],
    ['error', 1],
  ] as const)
    it(`from ${least} on has ${count} of four lines`, () => {
      const found = ofLevel(all, least)
      assert.equal(found.length, count)
      assert.equal(found[0]?.level, least)
    })

  for (const [text, level] of [
    ['error', 'error'],
    ['loud', 'debug'],
    ['toString', 'debug'],
    [null, 'debug'],
  ] as const)
    it(`with ?level=${text} is shown from ${level} on`, () => assert.equal(readLevel(text), level))

  it('is taken away as the API writes it as text', () =>
    assert.equal(
      asText([line('1:1', 'warning', 'disk is full'), line('1:2')]),
      '2026-11-23T01:02:03.004Z WARNING 200/1 disk is full\n2026-11-23T01:02:03.004Z INFO 200/1 1:2\n',
    ))
})

// biome-ignore format: a table
const SCROLLS = [
  ['goes on when lines come in', true, { top: 900, end: 900 }, { top: 900, end: 960 }, true],
  ['ends when the user scrolls up', true, { top: 900, end: 900 }, { top: 800, end: 900 }, false],
  ['goes on when lines turn out lower than expected', true, { top: 900, end: 900 }, { top: 850, end: 850 }, true],
  ['goes on from the very beginning', true, undefined, { top: 0, end: 500 }, true],
  ['begins again when the user scrolls down to the end', false, { top: 500, end: 900 }, { top: 895, end: 900 }, true],
  ['does not begin in the middle', false, { top: 500, end: 900 }, { top: 700, end: 900 }, false],
  ['does not begin because lines go away at the end', false, { top: 500, end: 900 }, { top: 400, end: 400 }, false],
] as const

describe('Auto-scroll', () => {
  for (const [what, following, before, place, expected] of SCROLLS)
    it(what, () => assert.equal(whereTo(following, before, place), expected))
})
