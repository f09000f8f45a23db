/** Edit decision lists: read as pieces of sources, and refused with the number of their event. */
import assert from 'node:assert/strict'
import { readEdl } from '../../../steps/sequence/edl/edl-draft.ts'
import { parseEdl } from '../../../steps/sequence/edl/parse-edl.ts'
import { resolved } from '../../../steps/sequence/resolve.ts'
import type { Piece } from '../../../tasks/ffmpeg/sequence/sequence.ts'
import { mediaWith, PICTURE, SOUND } from '../../tasks/ffmpeg/plan.ts'

const NAMES = new Map([
  ['A001', 'file:///a.mov'],
  ['B002', 'file:///b.mov'],
  ['Clip C', 'file:///c.mov'],
])

/** A source of 60 s that begins at this time code. */
function source(name: string, startTimeCode: string) {
  const media = mediaWith({ ...PICTURE, durationS: 60 }, { ...SOUND, durationS: 60 })
  return {
    uri: `file:///${name}.mov`,
    path: `/${name}.mov`,
    media: { ...media, durationS: 60, startTimeCode },
  }
}
const SOURCES = [source('a', '01:00:00:00'), source('b', '02:00:00:00'), source('c', '00:00:00:00')]

/** `a 25+50` is 50 frames of a from frame 25, `x12` a dissolve of 12 frames into it. */
function said(pieces: readonly Piece[]): string {
  const each = pieces.map(({ source, startS, frames, dissolve }) => {
    const name = source === undefined ? 'black' : `${'abc'[source]} ${Math.round(startS * 25)}`
    return `${name}+${frames}${dissolve ? ` x${dissolve}` : ''}`
  })
  return each.join(', ')
}

function read(lines: readonly string[]): string {
  const draft = readEdl(lines.join('\n'), undefined, NAMES)
  if ('refused' in draft) return draft.refused
  const sequence = resolved(draft, SOURCES)
  if ('refused' in sequence) return sequence.refused
  const lanes = sequence.audio.map(({ pieces, channel }) => `${channel ?? 'all'}: ${said(pieces)}`)
  return [`V: ${said(sequence.video)}`, ...lanes].join('; ')
}

describe('An edit decision list', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [what: string, lines: readonly string[], expected: string])[] = [
    ['of cuts', [
      'TITLE: FIRST CUT', 'FCM: NON-DROP FRAME', '',
      '001  A001     V     C        01:00:01:00 01:00:03:00 10:00:00:00 10:00:02:00',
      '002  B002     V     C        02:00:00:00 02:00:01:00 10:00:02:00 10:00:03:00',
    ], 'V: a 25+50, b 0+25'],
    ['with picture and both channels of sound', [
      '001  A001     AA/V  C        01:00:01:00 01:00:03:00 00:00:00:00 00:00:02:00',
      '002  B002     AA/V  C        02:00:00:00 02:00:01:00 00:00:02:00 00:00:03:00',
    ], 'V: a 25+50, b 0+25; all: a 25+50, b 0+25'],
    ['with B for picture and the first channel, and the second on its own', [
      '001  A001     B     C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00',
      '002  B002     A2    C        02:00:00:00 02:00:01:00 00:00:00:00 00:00:01:00',
    ], 'V: a 0+25; 0: a 0+25; 1: b 0+25'],
    ['with sound that is longer than its picture, which is black then', [
      '001  A001     V     C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00',
      '001  A001     A     C        01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00',
    ], 'V: a 0+25, black+25; all: a 0+50'],
    ['with a dissolve from what went before', [
      '001  A001     V     C        01:00:01:00 01:00:03:00 00:00:00:00 00:00:02:00',
      '002  A001     V     C        01:00:03:00 01:00:03:00 00:00:02:00 00:00:02:00',
      '002  B002     V     D    012 02:00:00:00 02:00:01:00 00:00:02:00 00:00:03:00',
    ], 'V: a 25+62, b 0+25 x12'],
    ['with a dissolve from another part', [
      '001  A001     V     C        01:00:01:00 01:00:03:00 00:00:00:00 00:00:02:00',
      '002  A001     V     C        01:00:10:00 01:00:10:00 00:00:02:00 00:00:02:00',
      '002  B002     V     D    010 02:00:00:00 02:00:01:00 00:00:02:00 00:00:03:00',
    ], 'V: a 25+50, a 250+10, b 0+25 x10'],
    ['that fades in from black and out to it', [
      '001  BL       V     C        00:00:00:00 00:00:00:00 00:00:00:00 00:00:00:00',
      '001  A001     V     D    005 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00',
      '002  A001     V     C        01:00:01:00 01:00:01:00 00:00:01:00 00:00:01:00',
      '002  BL       V     D    005 00:00:00:00 00:00:01:00 00:00:01:00 00:00:02:00',
    ], 'V: black+5, a 0+30 x5, black+25 x5'],
    ['with black, and a gap', [
      '001  A001     V     C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00',
      '002  BL       V     C        00:00:00:00 00:00:01:00 00:00:01:00 00:00:02:00',
      '003  A001     V     C        01:00:00:00 01:00:01:00 00:00:03:00 00:00:04:00',
    ], 'V: a 0+25, black+25, black+25, a 0+25'],
    ['whose sources are named by comments', [
      '001  AX       V     C        00:00:01:00 00:00:02:00 00:00:00:00 00:00:01:00', '* FROM CLIP NAME: Clip C',
      '002  AX       V     C        01:00:00:00 01:00:01:00 00:00:01:00 00:00:02:00', '* FROM CLIP NAME: other', '* SOURCE FILE: file:///a.mov',
      '003  AX       V     C        01:00:01:00 01:00:01:00 00:00:02:00 00:00:02:00',
      '003  AX       V     D    005 00:00:00:00 00:00:01:00 00:00:02:00 00:00:03:00', '* FROM CLIP NAME: A001', '* TO CLIP NAME: Clip C',
    ], 'V: c 25+25, a 0+30, c 0+25 x5'],
    ['with NONE, which takes nothing', [
      '001  A001     NONE  C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00',
      '002  A001     V     C        01:00:00:00 01:00:01:00 00:00:01:00 00:00:02:00',
    ], 'V: a 0+25'],
    ['with a wipe', ['004  A001     V     W001 025 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00'],
      'event 004: transition “W001” is not supported: only cuts (C) and dissolves (D) are'],
    ['with a change of speed', ['001  A001     V     C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00', 'M2   A001       050.0       01:00:00:00'],
      'M2 (line 2): reel A001 changes its speed, which is not supported'],
    ['with a change of speed that only its lengths show', ['007  A001     V     C        01:00:00:00 01:00:02:00 00:00:00:00 00:00:01:00'],
      'event 007: lasts 50 frames in its source and 25 on the time line; changes of speed are not supported'],
    ['with a reel that has no file', ['003  X009     V     C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00', '* FROM CLIP NAME: lost'],
      'event 003: reel X009, clip “lost”, has no file: name one in sources, or in a comment SOURCE FILE'],
    ['with channels of no meaning', ['003  A001     Q     C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00'],
      'event 003: channels “Q” are not V, A, A2, AA, B or NONE'],
    ['with a dissolve without duration', ['003  A001     V     D        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00'],
      'event 003: a dissolve needs a duration in frames'],
    ['with a line that is no edit', ['003  A001     V     C        01:00:00:00 01:00:01:00'],
      'event 003 (line 1): “003  A001     V     C        01:00:00:00 01:00:01:00” is not an edit'],
    ['with a part before its source', ['001  A001     V     C        00:59:00:00 00:59:01:00 00:00:00:00 00:00:01:00'],
      'event 001: “00:59:00:00” is before the source, which begins at 01:00:00:00 (/a.mov)'],
    ['with a part after its source', ['001  A001     V     C        01:00:59:00 01:01:01:00 00:00:00:00 00:00:02:00'],
      'event 001: ends at 61 s of its source, which ends at 60 s (/a.mov)'],
    ['with a time code that is none at its rate', ['001  A001     V     C        01:00:00:25 01:00:01:00 00:00:00:00 00:00:01:00'],
      'event 001: “01:00:00:25” does not exist at 25 frames per second (/a.mov)'],
    ['with edits that overlap', [
      '001  A001     V     C        01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00',
      '002  A001     V     C        01:00:00:00 01:00:02:00 00:00:01:00 00:00:03:00',
    ], 'event 002: begins at frame 25, before frame 50, where the one before ends'],
    ['with a dissolve of more than there is', [
      '001  A001     V     C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00',
      '002  B002     V     D    050 02:00:00:00 02:00:01:00 00:00:01:00 00:00:02:00',
    ], 'event 002: its dissolve of 50 frames is longer than what it joins'],
    ['with nothing', ['TITLE: EMPTY'], 'the list has no events'],
  ]
  for (const [what, lines, expected] of rows)
    it(`${what} is ${expected}`, () => assert.equal(read(lines), expected))

  it('counts drop frames, as its FCM says', () => {
    const lines = [
      'FCM: DROP FRAME',
      '001  A001     V     C        01:00:59;29 01:01:00;03 00:00:59;29 00:01:00;03',
    ]
    const ntsc = mediaWith({ ...PICTURE, frameRate: { frames: 30_000, seconds: 1_001 }, durationS: 100 })
    const draft = readEdl(lines.join('\n'), undefined, NAMES)
    assert.ok(!('refused' in draft))
    const media = { ...ntsc, durationS: 100, startTimeCode: '01:00:59;28' }
    const sequence = resolved(draft, [{ uri: 'file:///a.mov', path: '/a.mov', media }])
    assert.ok(!('refused' in sequence), JSON.stringify(sequence))
    // 00:00:59;29 is followed by 00:01:00;02: two frames to 00:01:00;03.
    assert.deepEqual(
      sequence.video.map(({ frames, startS }) => [frames, Math.round((startS * 30_000) / 1_001)]),
      [[2, 1]],
    )
  })

  it('is refused if it changes between drop and non-drop frame', () => {
    const list = parseEdl(
      'FCM: DROP FRAME\n001 A V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00\nFCM: NON-DROP FRAME',
    )
    assert.deepEqual(list, { refused: 'FCM: the list changes between drop and non-drop frame' })
  })

  it('names the output by its title', () => {
    const list = 'TITLE: ../My Cut: 1/2\n001 A001 V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00'
    const draft = readEdl(list, undefined, NAMES)
    assert.equal('refused' in draft || draft.name, '_My Cut_ 1_2')
  })
})
