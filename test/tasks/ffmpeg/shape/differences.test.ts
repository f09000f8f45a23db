import assert from 'node:assert/strict'
import { exampleOf } from '../../../../schema/documents/example.ts'
import { ShapeDocument } from '../../../../schema/documents/shape.ts'
import { differencesOf } from '../../../../tasks/ffmpeg/shape/differences.ts'
import type { Technical } from '../../../../tasks/ffmpeg/shape/technical.ts'

describe('the differences between two descriptions of a file', () => {
  const shape: Technical = exampleOf(ShapeDocument)
  const [video, audio] = [shape.videoComponent?.[0], shape.audioComponent?.[0]]
  assert.ok(video && audio && shape.containerComponent)
  const container = shape.containerComponent

  // biome-ignore format: a table
  const rows: readonly (readonly [title: string, after: Technical, differences: readonly string[]])[] = [
    ['nothing', shape, []],
    ['only ids and files', { ...shape, videoComponent: [{ ...video, id: 'VX-99', file: [] }] }, []],
    ['codec, size and length', {
      ...shape,
      videoComponent: [{ ...video, codec: 'hevc', resolution: { width: 1920, height: 1080 }, duration: { samples: 1_825, timeBase: { numerator: 1, denominator: 25 } } }],
    }, ['V1: codec was h264, is hevc', 'V1: duration was 72 s, is 73 s', 'V1: resolution was 1280×720, is 1920×1080']],
    ['a track more and one less', { ...shape, audioComponent: [{ ...audio, itemTrack: 'A2', channelCount: 1 }] },
      ['A1 is gone: aac, 2 channels', 'A2 is new: aac, 1 channel']],
    ['a member that was unknown', { ...shape, videoComponent: [{ ...video, maxBFrames: 2 }] }, ['V1: number of B-frames was unknown, is 2']],
    ['the same length in another time base', {
      ...shape,
      containerComponent: { ...container, duration: { samples: 72_000, timeBase: { numerator: 1, denominator: 1_000 } } },
    }, []],
    ['tags', { ...shape, containerComponent: { ...container, metadata: [{ key: 'encoder', value: 'x' }] } },
      ['the container: tag encoder was unknown, is x']],
    ['a file that is no media any more', { mimeType: ['text/plain'], binaryComponent: [{ metadata: [], length: 9 }] }, [
      'the shape: media type was video/mp4, is text/plain',
      'the container is gone: mov,mp4,m4a,3gp,3g2,mj2',
      'V1 is gone: h264, 1280×720',
      'A1 is gone: aac, 2 channels',
      'the file is new: 9 bytes',
    ]],
  ]
  for (const [title, after, differences] of rows)
    it(`are said: ${title}`, () => assert.deepEqual(differencesOf(shape, after), differences))
})
