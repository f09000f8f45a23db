import assert from 'node:assert/strict'
import type { LogLine } from '../../web/src/live/message.ts'
import { asText } from '../../web/src/log/as-text.ts'
import { ofLevel, readLevel, seriousOf } from '../../web/src/log/levels.ts'
import { whereTo } from '../../web/src/log/lines/where-to.ts'
import { cleared, EMPTY, type Log, merged, present, restored } from '../../web/src/log/log.ts'

/** The line `7:2` is the second line of attempt 7. */
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
  ['twice in one response', ['1:1 1:1 1:2'], '1:1 1:2'],
  ['from two concurrent attempts', ['1:1 2:1', '2:1 1:2 2:2', '1:2'], '1:1 2:1 1:2 2:2'],
  ['with gaps, for a level that is not sent', ['1:2 1:5', '1:5 1:9'], '1:2 1:5 1:9'],
  ['beyond the limit', ['1:1 1:2 1:3 1:4', '2:1 2:2 2:3 2:4'], '1:3 1:4 2:1 2:2 2:3 2:4'],
  ['again after they were dropped', ['1:1 1:2 1:3 1:4', '2:1 2:2 2:3 2:4', '1:1 1:2'], '1:3 1:4 2:1 2:2 2:3 2:4'],
  ['before and after the log was cleared', ['1:1 1:2', 'clear', '1:2 1:3'], '1:3'],
  ['beyond the limit after it was cleared', ['1:1 1:2', 'clear', '1:3 1:4 1:5 1:6 1:7'], '1:3 1:4 1:5 1:6 1:7'],
  ['only before it was cleared', ['1:1', 'clear', '1:1'], ''],
]

describe('The log on the page, when lines arrive', () => {
  for (const [how, parts, expected] of CAME)
    it(`${how}, is “${expected}”`, () => assert.equal(names(having(...parts)), expected))

  it('beyond the limit, counts the dropped ones', () =>
    assert.equal(having('1:1 1:2 1:3 1:4', '1:5 1:6 1:7').dropped, 1))

  it('and were cleared, can show them again', () =>
    assert.equal(names(restored(having('1:1', 'clear', '1:2'))), '1:1 1:2'))

  it('that it already has, stays the same object', () => {
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
    it(`at level ${least} and above has ${count} of four lines`, () => {
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
    it(`with ?level=${text} is shown at level ${level} and above`, () => assert.equal(readLevel(text), level))

  it('is copied in the text format of the API', () =>
    assert.equal(
      asText([line('1:1', 'warning', 'disk is full'), line('1:2')]),
      '2026-11-23T01:02:03.004Z WARNING 200/1 disk is full\n2026-11-23T01:02:03.004Z INFO 200/1 1:2\n',
    ))
})

// biome-ignore format: a table
const SCROLLS = [
  ['continues when lines arrive', true, { top: 900, end: 900 }, { top: 900, end: 960 }, true],
  ['ends when the user scrolls up', true, { top: 900, end: 900 }, { top: 800, end: 900 }, false],
  ['continues when lines turn out lower than estimated', true, { top: 900, end: 900 }, { top: 850, end: 850 }, true],
  ['continues from the first render', true, undefined, { top: 0, end: 500 }, true],
  ['resumes when the user scrolls down to the end', false, { top: 500, end: 900 }, { top: 895, end: 900 }, true],
  ['does not resume in the middle', false, { top: 500, end: 900 }, { top: 700, end: 900 }, false],
  ['does not resume when lines are removed at the end', false, { top: 500, end: 900 }, { top: 400, end: 400 }, false],
] as const

describe('Auto-scroll', () => {
  for (const [what, following, before, place, expected] of SCROLLS)
    it(what, () => assert.equal(whereTo(following, before, place), expected))
})

describe('The warnings and errors of a log', () => {
  it('are counted apart from other lines', () => {
    const all = [
      line('1:1'),
      line('1:2', 'warning'),
      line('1:3', 'error'),
      line('1:4', 'warning'),
      line('1:5', 'debug'),
    ]
    assert.deepEqual(seriousOf(all), { warnings: 2, errors: 1 })
  })
})
