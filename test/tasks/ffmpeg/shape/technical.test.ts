import assert from 'node:assert/strict'
import { join } from 'node:path'
import fc from 'fast-check'
import { readXml, writeXml } from '../../../../schema/codec/xml/xml.ts'
import { ShapeDocument } from '../../../../schema/documents/shape.ts'
import { describeMedia } from '../../../../tasks/ffmpeg/ffprobe.ts'
import { type Technical, technicalOf } from '../../../../tasks/ffmpeg/shape/technical.ts'
import { joined } from '../../../../tasks/ffmpeg/source/printed.ts'
import { folder, H264, make, PICTURE, programs, TONE } from '../../machine.ts'

/** A member by its path: `videoComponent.0.codec`. */
function at(shape: Technical, path: string): unknown {
  const step = (value: unknown, key: string) => (value as Record<string, unknown> | undefined)?.[key]
  return path.split('.').reduce<unknown>(step, shape)
}

const MPEG2 = ['-c:v', 'mpeg2video', '-flags', '+ilme+ildct', '-top', '1', '-c:a', 'pcm_s24le']
const BWF = ['-c:a', 'pcm_s16le', '-write_bext', '1', '-metadata', 'time_reference=172800000']
const NTSC = ['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=30000/1001:duration=1']
const COLORS = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709']

/** The file, how it is made, and members of its shape. */
const FILES: readonly (readonly [
  name: string,
  parameters: readonly string[],
  members: Readonly<Record<string, unknown>>,
])[] = [
  [
    'h264.mov',
    [
      ...PICTURE(1),
      ...TONE(1),
      ...H264,
      '-profile:v',
      'high',
      '-c:a',
      'aac',
      ...COLORS,
      '-timecode',
      '10:00:00:00',
    ],
    {
      'mimeType.0': 'video/quicktime',
      'containerComponent.format': 'mov,mp4,m4a,3gp,3g2,mj2',
      'containerComponent.duration.samples': 1_000_000,
      'containerComponent.firstSMPTETimecode': '10:00:00:00',
      'containerComponent.startTimecode': 900_000,
      'containerComponent.roundedTimeBase': 25,
      'containerComponent.dropFrame': false,
      'containerComponent.metadata.0': { key: 'componentOriginalFilename', value: 'h264.mov' },
      'videoComponent.0.codec': 'h264',
      'videoComponent.0.itemTrack': 'V1',
      'videoComponent.0.essenceStreamId': 0,
      'videoComponent.0.pid': 1,
      'videoComponent.0.profile': 578,
      'videoComponent.0.numberOfPackets': 25,
      'videoComponent.0.resolution': { width: 320, height: 240 },
      'videoComponent.0.codecTimeBase': { numerator: 1, denominator: 50 },
      'videoComponent.0.averageFrameRate': { numerator: 25, denominator: 1 },
      'videoComponent.0.colr_primaries': 1,
      'videoComponent.0.colorPrimaries': 'BT709',
      'videoComponent.0.fieldOrder': 'progressive',
      'audioComponent.0.itemTrack': 'A1',
      'audioComponent.0.channelLayout': 4,
      'audioComponent.0.frameSize': 1_024,
      'audioComponent.0.sampleFormat': 'AV_SAMPLE_FMT_FLTP',
      'audioComponent.0.duration.timeBase': { numerator: 1, denominator: 48_000 },
    },
  ],
  [
    'drop.mp4',
    [...NTSC, ...H264, '-timecode', '01:00:00;00'],
    {
      'mimeType.0': 'video/mp4',
      'containerComponent.startTimecode': 107_892,
      'containerComponent.dropFrame': true,
      'containerComponent.roundedTimeBase': 30,
      'containerComponent.timeCodeTimeBase': { numerator: 1_001, denominator: 30_000 },
      audioComponent: [],
    },
  ],
  [
    'interlaced.mxf',
    [...PICTURE(1), ...TONE(1), ...MPEG2, '-s', '720x576', '-timecode', '10:00:00:00'],
    {
      'mimeType.0': 'video/x-mxf-mpeg2video-pcm_s24le',
      'containerComponent.subFormat': 'OP1a',
      'containerComponent.startTimecode': 900_000,
      'videoComponent.0.fieldOrder': 'F1',
      'audioComponent.0.blockAlign': 3,
      'audioComponent.0.frameSize': 1,
    },
  ],
  [
    'broadcast.wav',
    [...TONE(1), ...BWF],
    {
      'mimeType.0': 'audio/x-wav',
      'containerComponent.startTimecode': 172_800_000,
      'containerComponent.roundedTimeBase': 48_000,
      'containerComponent.firstSMPTETimecode': undefined,
      'audioComponent.0.blockAlign': 2,
      videoComponent: [],
    },
  ],
  [
    'still.jpg',
    [...PICTURE(1), '-frames:v', '1'],
    {
      'mimeType.0': 'image/jpeg',
      'containerComponent.format': 'JPEG',
      'containerComponent.duration': undefined,
      'videoComponent.0.codec': 'JPEG',
      'videoComponent.0.averageFrameRate': undefined,
    },
  ],
]

describe('the shape of a file, from what ffprobe says', function () {
  this.timeout(20_000)

  for (const [name, parameters, members] of FILES)
    it(`of ${name}`, async () => {
      await using here = await folder()
      const path = await make(join(here.path, name), parameters)
      const { ffprobe } = await programs()
      const described = await describeMedia(path, { ffprobe, signal: new AbortController().signal })
      assert.ok(described.ended === 'done')
      const shape = technicalOf(described.json, { name, size: described.media.sizeBytes })
      const found = Object.keys(members).map((key) => [key, at(shape, key)])
      assert.deepEqual(Object.fromEntries(found), members)
      const xml = writeXml(ShapeDocument, shape)
      assert.equal(writeXml(ShapeDocument, readXml(ShapeDocument, xml)), xml)
    })

  it('a file that is no media is binary', () => {
    assert.deepEqual(technicalOf(undefined, { name: 'a b.srt', size: 9_928 }), {
      mimeType: ['text/plain'],
      binaryComponent: [
        { metadata: [{ key: 'componentOriginalFilename', value: 'a b.srt' }], length: 9_928 },
      ],
    })
  })

  it('a cover is no video', () => {
    const cover = { codec_type: 'video', codec_name: 'png', disposition: { attached_pic: 1 } }
    const song = { codec_type: 'audio', codec_name: 'mp3', channels: 2 }
    const shape = technicalOf(
      JSON.stringify({ format: { format_name: 'mp3' }, streams: [song, cover] }),
      FILE,
    )
    assert.deepEqual(shape.videoComponent, [])
    assert.deepEqual(shape.mimeType, ['audio/mpeg'])
  })

  it('a value that was too long is left out, and the rest is read', () => {
    const lines = ['{', '"format": {', '"format_name": "mp3",', `"lyrics": "${'a'.repeat(9)}…`, '}', '}']
    assert.deepEqual(JSON.parse(joined(lines)), { format: { format_name: 'mp3' } })
  })

  it('whatever ffprobe prints, there is a shape that can be written', () => {
    fc.assert(
      fc.property(printed, (json) => {
        writeXml(ShapeDocument, technicalOf(JSON.stringify(json), FILE))
      }),
      { numRuns: 300 },
    )
    fc.assert(fc.property(fc.string(), (json) => void technicalOf(json, FILE)))
  })
})

const FILE = { name: 'a', size: 1 }

const anyValue = fc.oneof(
  fc.constantFrom(
    'video',
    'audio',
    'subtitle',
    'h264',
    'aac',
    '0/0',
    '25/1',
    '30000/1001',
    '1/-1',
    '0:1',
    '0x1',
  ),
  fc.constantFrom('stereo', 'yuv420p', '10:00:00:00', '10:00:00;00', '9007199254740993', '1e400', 'N/A', ''),
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.dictionary(
    fc.constantFrom('timecode', 'TIMECODE', 'time_reference', 'major_brand', '__proto__'),
    fc.string(),
  ),
)
const KEYS = [
  ...[
    'codec_type',
    'codec_name',
    'profile',
    'width',
    'height',
    'time_base',
    'start_pts',
    'duration_ts',
    'tags',
  ],
  ...['channels', 'channel_layout', 'sample_fmt', 'sample_rate', 'pix_fmt', 'field_order', 'avg_frame_rate'],
  ...[
    'r_frame_rate',
    'bit_rate',
    'nb_frames',
    'extradata',
    'id',
    'index',
    'format_name',
    'duration',
    'start_time',
  ],
]
const fields = fc.dictionary(fc.constantFrom(...KEYS), anyValue)
const printed = fc.record({
  format: fc.oneof(fields, anyValue),
  streams: fc.oneof(fc.array(fields), anyValue),
})
