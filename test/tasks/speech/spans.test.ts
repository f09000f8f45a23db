/** Spans of speech, found in windows of a tenth of a second. */
import assert from 'node:assert/strict'
import { SpeechSpans } from '../../../tasks/speech/spans.ts'

describe('speech', () => {
  // biome-ignore format: a table
  for (const [what, probabilities, expected] of [
    ['is none where it is unlikely',                '.....',           []],
    ['begins where it is likely',                   '..##..',          ['0.2-0.4']],
    ['goes on through a pause',                     '.##..##.',        ['0.1-0.7']],
    ['ends before a long pause',                    '.##...##.',       ['0.1-0.3', '0.6-0.8']],
    ['goes on while it is not quite likely',        '##~~~##',         ['0.0-0.7']],
    ['does not begin while it is not quite likely', '~~##',            ['0.2-0.4']],
    ['is not what is too short',                    '.#...##',         ['0.5-0.7']],
    ['goes on until the end of the sound',          '######',          ['0.0-0.6']],
  ] as const)
    it(what, () => {
      const spans = new SpeechSpans({ threshold: 0.5, minS: 0.2, pauseS: 0.25 }, 0.1)
      for (const one of probabilities) spans.take({ '#': 0.9, '~': 0.4 }[one] ?? 0.1)
      const found = spans.spans(probabilities.length / 10)
      assert.deepEqual(found.map(({ startS, endS }) => `${startS.toFixed(1)}-${endS.toFixed(1)}`), expected)
    })
})
