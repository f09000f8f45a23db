import assert from 'node:assert/strict'
import { audioOf, type Media, type Video, videoOf } from '../../../tasks/ffmpeg/media.ts'
import { mediaOf } from '../../../tasks/ffmpeg/source/parsed-media.ts'

const H264 = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  width: 1920,
  height: 1080,
  pix_fmt: 'yuv420p',
}
const AAC = {
  index: 1,
  codec_type: 'audio',
  codec_name: 'aac',
  channels: 2,
  sample_rate: '48000',
  duration: '9.98',
}

function media(streams: readonly object[], format: object = {}): Media {
  const read = mediaOf(JSON.stringify({ format, streams }))
  assert.ok(read)
  return read
}

describe('mediaOf', () => {
  it('parses the whole output of ffprobe', () => {
    const format = {
      format_name: 'mov,mp4,m4a,3gp,3g2,mj2',
      duration: '10.000000',
      size: '2371030',
      bit_rate: '1896824',
    }
    const timed = { ...H264, avg_frame_rate: '30000/1001', r_frame_rate: '30/1', duration: '10.01' }
    assert.deepEqual(media([timed, AAC, { index: 2, codec_type: 'data' }], format), {
      format: 'mov,mp4,m4a,3gp,3g2,mj2',
      durationS: 10,
      sizeBytes: 2_371_030,
      bitRate: 1_896_824,
      streams: [
        {
          type: 'video',
          index: 0,
          codec: 'h264',
          width: 1920,
          height: 1080,
          frameRate: { frames: 30_000, seconds: 1_001 },
          pixelFormat: 'yuv420p',
          rotation: 0,
          durationS: 10.01,
        },
        { type: 'audio', index: 1, codec: 'aac', channels: 2, sampleRate: 48_000, durationS: 9.98 },
        { type: 'other', index: 2, kind: 'data', codec: undefined },
      ],
    })
  })

  const lengths = [
    ['12.5', 12.5],
    ['N/A', undefined],
    [undefined, undefined],
  ] as const
  for (const [duration, durationS] of lengths) {
    it(`reads the duration ${duration} as ${durationS} seconds`, () =>
      assert.equal(media([H264], { duration }).durationS, durationS))
  }

  const rates = [
    ['25/1', '25/1', { frames: 25, seconds: 1 }],
    ['0/0', '24000/1001', { frames: 24_000, seconds: 1_001 }],
    ['0/0', '0/0', undefined],
    ['25/1', '50/1', { frames: 25, seconds: 1 }, 'variable'],
    ['311/10', '60/1', { frames: 311, seconds: 10 }, 'variable'], // a screen
    ['2997/100', '30/1', { frames: 2_997, seconds: 100 }],
    ['240/1', '240/1', { frames: 240, seconds: 1 }],
    ['725/156', '25/1', { frames: 725, seconds: 156 }, 'variable'],
    ['24000/1001', '30000/1001', { frames: 24_000, seconds: 1_001 }, 'variable'],
    ['130500/6439', '2000/1', { frames: 130_500, seconds: 6_439 }, 'variable'],
    ['1000/1', '1000/1', undefined, 'variable'], // the clock of WebM
    ['1000/1', '1000/217', undefined, 'variable'],
    ['60000/1', '25/1', { frames: 25, seconds: 1 }], // the clock of raw DV
  ] as const
  for (const [avg_frame_rate, r_frame_rate, rate, varies] of rates) {
    it(`reads the frame rates ${avg_frame_rate} (average) and ${r_frame_rate} (base) as ${varies ?? 'constant'}`, () => {
      const video = videoOf(media([{ ...H264, avg_frame_rate, r_frame_rate }]))
      assert.deepEqual(video?.frameRate, rate)
      assert.equal(video?.isVariable, varies && true)
    })
  }

  const rotations: readonly (readonly [string, object, number])[] = [
    ['no rotation', {}, 0],
    ['a tag of older versions', { tags: { rotate: '90' } }, 90],
    [
      'a display matrix, which is counterclockwise',
      { side_data_list: [{ side_data_type: 'Display Matrix', rotation: -90 }] },
      90,
    ],
    ['a display matrix of 180', { side_data_list: [{ rotation: -180 }] }, 180],
    ['a display matrix and a tag', { side_data_list: [{}, { rotation: 90 }], tags: { rotate: '90' } }, 270],
  ]
  for (const [what, fields, rotation] of rotations) {
    it(`reads ${what} as a rotation by ${rotation}°`, () =>
      assert.equal(videoOf(media([{ ...H264, ...fields }]))?.rotation, rotation))
  }

  const pictures: readonly (readonly [string, object, Partial<Video>])[] = [
    [
      'pixels that are not square',
      { sample_aspect_ratio: '64:45' },
      { pixelAspect: { width: 64, height: 45 } },
    ],
    ['square pixels', { sample_aspect_ratio: '1:1' }, {}],
    ['an unknown shape of pixels', { sample_aspect_ratio: '0:1' }, {}],
    ['the top field as the first', { field_order: 'tt' }, { firstField: 'top' }],
    ['the top field as the first in QuickTime', { field_order: 'tb' }, { firstField: 'top' }],
    ['the bottom field as the first', { field_order: 'bb' }, { firstField: 'bottom' }],
    ['a progressive picture', { field_order: 'progressive' }, {}],
    ['the number of frames', { nb_frames: '250' }, { frames: 250 }],
    [
      'the colors',
      { color_range: 'tv', color_space: 'bt2020nc', color_transfer: 'smpte2084', color_primaries: 'bt2020' },
      { color: { range: 'tv', matrix: 'bt2020nc', transfer: 'smpte2084', primaries: 'bt2020' } },
    ],
    ['unknown colors', { color_range: 'unknown', color_space: 'unknown', color_primaries: 'reserved' }, {}],
    [
      'the light of HDR',
      {
        side_data_list: [
          {
            ...{ side_data_type: 'Mastering display metadata', red_x: '34000/50000', red_y: '16000/50000' },
            ...{ green_x: '13250/50000', green_y: '34500/50000', blue_x: '7500/50000', blue_y: '3000/50000' },
            ...{ white_point_x: '15635/50000', white_point_y: '16450/50000' },
            ...{ min_luminance: '1/10000', max_luminance: '10000000/10000' },
          },
          { side_data_type: 'Content light level metadata', max_content: 1_000, max_average: 400 },
        ],
      },
      {
        light: {
          masteringDisplay: 'G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)',
          contentLight: { max: 1_000, average: 400 },
        },
      },
    ],
    [
      'a language and a mark',
      { tags: { language: 'ger' }, disposition: { default: 1 } },
      { language: 'ger', isDefault: true },
    ],
    ['an undetermined language', { tags: { language: 'und' } }, {}],
  ]
  const plain = videoOf(media([H264]))
  for (const [what, fields, expected] of pictures) {
    it(`reads ${what}`, () =>
      assert.deepEqual(videoOf(media([{ ...H264, ...fields }])), { ...plain, ...expected }))
  }

  it('reads the layout of the channels, unless it is unknown', () => {
    const layouts = ['5.1(side)', 'unknown'].map((channel_layout) => ({ ...AAC, channel_layout }))
    assert.deepEqual(
      audioOf(media(layouts)).map(({ layout }) => layout),
      ['5.1(side)', undefined],
    )
  })

  it('counts the chapters', () => {
    assert.equal(mediaOf(JSON.stringify({ format: {}, streams: [], chapters: [{}, {}] }))?.chapters, 2)
    assert.equal(media([]).chapters, undefined)
  })

  it('does not count cover art as video', () => {
    const cover = { ...H264, codec_name: 'mjpeg', disposition: { attached_pic: 1 } }
    assert.deepEqual(media([AAC, cover]).streams[1], {
      type: 'other',
      index: 0,
      kind: 'attached picture',
      codec: 'mjpeg',
    })
    assert.equal(videoOf(media([AAC, cover])), undefined)
  })

  it('lists all audio streams in file order', () => {
    assert.deepEqual(
      audioOf(media([AAC, H264, { ...AAC, index: 2 }])).map(({ index }) => index),
      [1, 2],
    )
  })

  for (const invalid of ['', '{}', 'null', '[]', '{"format":', '7']) {
    it(`refuses ${JSON.stringify(invalid)}`, () => assert.equal(mediaOf(invalid), undefined))
  }
})
