import assert from 'node:assert/strict'
import { barOf, DemoProgress, indented } from '../../../server/demo/print.ts'

describe('the progress bar of the demonstration', () => {
  for (const [percent, bar] of [
    [0, '░░░░░░░░   0 %'],
    [49.9, '████░░░░  49 %'],
    [100, '████████ 100 %'],
    [140, '████████ 100 %'],
  ] as const) {
    it(`at ${percent} % is ${bar}`, () => assert.equal(barOf(percent, 8), bar))
  }

  it('moves in a terminal', () => {
    assert.deepEqual(shown(true, [5, 5, 12]), ['\r\u001b[2K', '\r\u001b[2K', '\r\u001b[2K', '\n'])
  })

  it('is a line for every 10 % without a terminal', () => {
    assert.equal(shown(false, [0, 5, 9.9, 10, 31, 32, 100]).length, 4)
  })
})

describe('indented XML', () => {
  it('has one element a line and two spaces a level', () => {
    const xml = '<?xml version="1.0"?><a xmlns="x"><b>1</b><c><d k="v">2</d><e/></c></a>'
    const lines = [
      '<?xml version="1.0"?>',
      '<a xmlns="x">',
      '  <b>1</b>',
      '  <c>',
      '    <d k="v">2</d>',
      '    <e/>',
      '  </c>',
      '</a>',
    ]
    assert.equal(indented(xml), lines.join('\n'))
  })
})

/** The output for these percentages; of a moving bar only the first characters. */
function shown(isTerminal: boolean, percentages: readonly number[]): readonly string[] {
  const written: string[] = []
  const progress = new DemoProgress((text) => written.push(text), isTerminal)
  for (const percent of percentages) progress.show('Transcoding.', percent)
  progress.end()
  return isTerminal ? written.map((text) => text.slice(0, 5)) : written
}
