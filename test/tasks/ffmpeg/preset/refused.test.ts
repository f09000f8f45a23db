/** What a preset cannot say, with the element that is named; and what is kept without effect. */
import assert from 'node:assert/strict'
import type { TranscodePresetDocument } from '../../../../schema/documents/transcode-preset.ts'
import { presetOf } from '../../../../tasks/ffmpeg/preset/preset-of.ts'

const video = { codec: 'h264' }
const audio = { codec: 'aac' }
const argument = (...words: readonly string[]) => ({
  format: 'mp4',
  video,
  audio,
  callsheet: { argument: words },
})
const setting = (key: string, value: string) => ({
  format: 'mp4',
  video: { ...video, setting: [{ key, value }] },
})

// biome-ignore format: a table
const REFUSED: readonly (readonly [element: string, why: string, document: TranscodePresetDocument])[] = [
  ['callsheet.loudness', 'no effect without audio', { format: 'mp4', video, callsheet: { loudness: -23 } }],
  ['callsheet.hdr', 'no effect without video', { format: 'wav', audio, callsheet: { hdr: 'keep' } }],
  ['overlay', 'no effect without video', { format: 'wav', audio, overlay: [{ uri: ['file:///a.png'], x: 0, y: 0 }] }],
  ['callsheet.audioTracks', 'beside channels', { format: 'wav', audio: { ...audio, channel: [0] }, callsheet: { audioTracks: 'all' } }],
  ['callsheet.passes', 'copies all streams', { callsheet: { copy: true, passes: 2 } }],
  ['video', 'copies all streams', { video, callsheet: { copy: true } }],
  ['format', 'for callsheet', { callsheet: { chapters: true } }],
  ['format', 'for metadata', { metadata: { field: [{ key: 'a', value: 'b' }] } }],
  ['format', 'needs video or audio', { format: 'mp4' }],
  ['audio.codec', 'copied all together', { format: 'mp4', audio: { codec: 'copy' } }],
  ['video.codec', 'the name of a codec', { format: 'mp4', video: { codec: '-i' } }],
  ['video.burnSubtitlesLanguage', 'burnSubtitles only', { format: 'mp4', video: { ...video, burnSubtitlesLanguage: 'ger' } }],
  ['callsheet.fit', 'both the width and the height', { format: 'mp4', video: { ...video, scaling: { width: 100 } }, callsheet: { fit: 'inside' } }],
  ['video.resolution', 'another one', { format: 'mp4', video: { ...video, scaling: { width: 100 }, resolution: { width: 200, height: 100 } } }],
  ['overlay[0].uri', 'outside', { format: 'mp4', video, overlay: [{ uri: ['http://x/a.png'], x: 0, y: 0 }] }],
  ['textOverlay[0].text.font', 'DejaVu Sans', { format: 'mp4', video, textOverlay: [{ text: { line: ['a'], font: '/etc/font' } }] }],
  ['metadata', 'name of a tag', { format: 'mp4', video, metadata: { field: [{ key: 'a=b', value: 'c' }] } }],
  ['callsheet.heights', 'only with the format hls', { format: 'mp4', video, callsheet: { heights: [720] } }],
  ['callsheet.heights', '10', { format: 'hls', callsheet: { heights: [5] } }],
  ['callsheet.segmentDuration', '20', { format: 'dash', callsheet: { segmentDuration: 60 } }],
  ['callsheet.hdr', 'with the format hls', { format: 'hls', callsheet: { hdr: 'keep' } }],
  ['video.bitrate', 'with the format cmaf', { format: 'cmaf', video: { codec: 'h264', bitrate: 1_000_000 } }],
  ['video.codec', 'h264 or vp9', { format: 'hls', video: { codec: 'hevc' } }],
  ['audio.codec', 'opus with vp9', { format: 'dash', video: { codec: 'vp9' }, audio }],
  ['callsheet.argument', 'not an option', argument('-i', '/etc/passwd')],
  ['callsheet.argument', 'not an option', argument('/tmp/out.mp4')],
  ['callsheet.argument', 'not an option', argument('-y', '-f')],
  ['callsheet.argument', 'not an option', argument('-vf', 'movie=/etc/passwd')],
  ['callsheet.argument', 'not an option', argument('-filter:v', 'movie=/etc/passwd')],
  ['callsheet.argument', 'not an option', argument('-attach', '/etc/passwd')],
  ['callsheet.argument', 'not an option', argument('-passlogfile', '/tmp/x')],
  ['callsheet.argument', 'not an option', argument('-map', '0:v')],
  ['callsheet.argument', 'not an option', argument('-tune:s', 'film')],
  ['callsheet.argument', 'names a file', argument('-x264-params', 'qpfile=/etc/passwd')],
  ['callsheet.argument', 'no value', argument('-tune')],
  ['video.setting', 'names a file', setting('x264-params', 'ref=3:stats=/tmp/x')],
  ['video.setting', 'bitstream filter', setting('bsf', 'trace_headers,x=/tmp')],
  ['video.setting', 'line break', setting('tune', 'film\nx')],
]

// biome-ignore format: a table
const KEPT: readonly (readonly [kept: string, document: TranscodePresetDocument])[] = [
  ['video.preset “intra100i” is kept without effect: encoder libx264 has none of this name', { format: 'mp4', video: { ...video, preset: ['intra100i'] } }],
  ['video.setting “vf” is kept without effect: encoder libx264 has none of this name', setting('vf', 'movie=/etc/passwd')],
  ['video.setting “passlogfile” is kept without effect: encoder libx264 has none of this name', setting('passlogfile', '/tmp/x')],
  ['audio.setting “x” is kept without effect: encoder aac has none of this name', { format: 'mp4', audio: { ...audio, setting: [{ key: 'x', value: 'y' }] } }],
]

describe('A preset is refused', () => {
  for (const [element, why, document] of REFUSED)
    it(`for ${element}: ${JSON.stringify(document)}`, () => {
      const read = presetOf('test', document)
      assert.ok('refused' in read, JSON.stringify(read))
      assert.equal(read.refused.element, element)
      const isSaid = read.refused.explanation.includes(why) || why === 'outside'
      assert.ok(isSaid, read.refused.explanation)
    })
})

describe('A preset is kept', () => {
  for (const [kept, document] of KEPT)
    it(`though ${kept}`, () => {
      const read = presetOf('test', document)
      assert.ok('preset' in read, JSON.stringify(read))
      assert.deepEqual(read.kept, [kept])
      assert.ok(!JSON.stringify(read.preset).includes('/etc/passwd'))
    })
})
