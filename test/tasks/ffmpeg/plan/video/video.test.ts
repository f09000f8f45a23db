/** What becomes of a picture: its fields, size, colors and rate. */
import assert from 'node:assert/strict'
import { presetTagged } from '../../../../../server/shape-tag/preset-files.ts'
import type { Video } from '../../../../../tasks/ffmpeg/media.ts'
import { videoPlan } from '../../../../../tasks/ffmpeg/plan/video/video.ts'
import { PICTURE } from '../../plan.ts'

const HD = { width: 1_920, height: 1_080 }
const PQ = { matrix: 'bt2020nc', transfer: 'smpte2084', primaries: 'bt2020' }
const LIGHT = {
  masteringDisplay: 'G(1,2)B(3,4)R(5,6)WP(7,8)L(9,1)',
  contentLight: { max: 1_000, average: 400 },
}

function planned(tag: string, stream: Partial<Video>) {
  const { video } = presetTagged(tag)
  assert.ok(typeof video === 'object')
  return videoPlan(video, { ...PICTURE, ...stream }, 2)
}

describe('The plan of a picture', () => {
  const untagged: Partial<Video> = { color: {} }
  const BT709 = 'setparams=colorspace=bt709:color_trc=bt709:color_primaries=bt709'
  // biome-ignore format: a table
  const rows: readonly (readonly [of: string, tag: string, stream: Partial<Video>, filters: string, changes: string])[] = [
    ['as it is',                 'web',    {},                                     '',                                              ''],
    ['in a box',                 'lowres', HD,                                     'scale=w=640:h=360 setsar=1/1',                  'scaled from 1920×1080'],
    ['upright in a box',         'lowres', { width: 1_080, height: 1_920 },        'scale=w=202:h=360 setsar=1/1',                  'scaled from 1080×1920'],
    ['rotated in a box',         'lowres', { ...HD, rotation: 90 },                'scale=w=202:h=360 setsar=1/1',                  'rotated by 90°, scaled from 1080×1920'],
    ['never enlarged',           'lowres', { width: 64, height: 36 },              '',                                              ''],
    ['of odd sides',             'web',    { width: 321, height: 181 },            'scale=w=320:h=180 setsar=1/1',                  'scaled from 321×181'],
    ['one pixel high',           'web',    { width: 64, height: 1 },               'scale=w=64:h=2',                                'scaled from 64×1'],
    ['with wide pixels',         'lowres', { width: 720, height: 576, pixelAspect: { width: 64, height: 45 } }, 'scale=w=450:h=360 setsar=64/45', 'scaled from 720×576'],
    ['with wide pixels, rotated', 'lowres', { width: 720, height: 576, rotation: 270, pixelAspect: { width: 64, height: 45 } }, 'scale=w=288:h=360 setsar=45/64', 'rotated by 270°, scaled from 576×720'],
    ['interlaced',               'web',    { firstField: 'top' },                  'bwdif=mode=send_frame:parity=tff:deint=all',    'deinterlaced (top field first)'],
    ['interlaced, bottom first', 'dnxhr',  { firstField: 'bottom' },               'bwdif=mode=send_frame:parity=bff:deint=all',    'deinterlaced (bottom field first)'],
    ['interlaced, kept',         'prores', { firstField: 'top' },                  'setfield=tff scale=interl=1',                   'still interlaced (top field first)'],
    ['of RGB',                   'web',    { ...untagged, pixelFormat: 'gbrp' },   `scale=out_color_matrix=bt709:out_range=tv ${BT709}:range=tv`, 'RGB converted to BT.709'],
    ['with transparency',        'web',    { pixelFormat: 'yuva444p12le' },        '',                                              'transparency dropped'],
    ['of HD without tags',       'lowres', { ...HD, ...untagged },                 `${BT709} scale=w=640:h=360 setsar=1/1`,         'scaled from 1920×1080, tagged as BT.709'],
    ['of SD without tags',       'web',    untagged,                               'setparams=colorspace=smpte170m:color_trc=smpte170m:color_primaries=smpte170m', 'tagged as BT.601'],
    ['of PAL without tags',      'web',    { ...untagged, width: 720, height: 576 }, 'setparams=colorspace=smpte170m:color_trc=smpte170m:color_primaries=bt470bg', 'tagged as BT.601'],
    ['of PAL with tags',         'web',    { color: { matrix: 'bt470bg' } },       'setparams=colorspace=smpte170m:color_trc=smpte170m:color_primaries=smpte170m', ''],
    ['of full range',            'web',    { pixelFormat: 'yuvj420p' },            `${BT709} scale=out_range=tv`,                           'full range converted to limited'],
    ['of PQ in 10 bits',         'hevc-hdr', { color: PQ },                        'setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc', 'PQ kept'],
    ['of PQ in full range',      'prores', { color: { ...PQ, range: 'pc' } },      'setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc scale=out_range=tv', 'full range converted to limited, PQ kept'],
    ['of PQ in RGB',             'hevc-hdr', { color: { ...PQ, matrix: 'gbr', range: 'pc' }, pixelFormat: 'gbrp10le' }, 'scale=out_color_matrix=bt2020:out_range=tv setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc', 'RGB converted to BT.2020, PQ kept'],
    ['of gray that says gbr',    'web',    { color: { matrix: 'gbr' }, pixelFormat: 'gray' }, 'setparams=colorspace=smpte170m:color_trc=smpte170m:color_primaries=smpte170m', 'tagged as BT.601'],
    ['of SD',                    'dnxhr',  { color: { matrix: 'smpte170m', transfer: 'smpte170m', primaries: 'smpte170m' } }, `format=yuv422p colormatrix=src=bt601:dst=bt709 ${BT709}`, 'colors converted to BT.709'],
    ['of HLG in 10 bits',        'prores', { color: { ...PQ, transfer: 'arib-std-b67' } }, 'setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc', 'HLG kept'],
    ['of a rate that varies',    'web',    { isVariable: true },                   '',                                              'its frame rate still varies'],
    ['of a rate that varies',    'dnxhr',  { isVariable: true },                   '',                                              'its variable frame rate made constant at 25'],
  ]
  for (const [of, tag, stream, filters, changes] of rows)
    it(`${of}, as ${tag}: ${changes || 'no change'}`, () => {
      const plan = planned(tag, tag === 'dnxhr' ? { width: 640, height: 360, ...stream } : stream)
      assert.ok(!('refused' in plan))
      assert.deepEqual([plan.filters.join(' '), plan.changes.join(', ')], [filters, changes])
    })

  it('maps HDR to SDR for presets of 8 bits', () => {
    const plan = planned('web', { color: PQ, pixelFormat: 'yuv420p10le' })
    assert.ok(!('refused' in plan))
    assert.deepEqual(plan.changes, ['PQ mapped to SDR'])
    assert.ok(plan.filters.some((filter) => filter.startsWith('tonemap')))
    assert.deepEqual([plan.expected.matrix, plan.expected.transfer], ['bt709', 'bt709'])
  })

  it('tells x265 how bright HDR is', () => {
    const plan = planned('hevc-hdr', { color: PQ, light: LIGHT })
    assert.ok(!('refused' in plan))
    assert.match(
      plan.options.join(' '),
      /-x265-params:v log-level=error:hdr-opt=1:repeat-headers=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:master-display=G\(1,2\)B\(3,4\)R\(5,6\)WP\(7,8\)L\(9,1\):max-cll=1000,400 /,
    )
  })

  // biome-ignore format: a table
  for (const [tag, width, height, refused] of [
    ['web',   64,     2,   undefined],
    ['hevc',  64,     8,   'encoder libx265 needs at least 16×16 pixels; the picture has 64×8'],
    ['hevc',  16_000, 16,  'encoder libx265 needs a height of 32 at this width; the picture has 16000×16'],
    ['dnxhr', 320,    118, 'encoder dnxhd needs at least 256×120 pixels; the picture has 320×118'],
    ['web',   16_386, 16,  'encoder libx264 needs sides of at most 16384 pixels; the picture has 16386×16'],
    ['prores', 16_386, 16, undefined],
  ] as const)
    it(`of ${width}×${height} is ${refused ? 'refused' : 'made'} as ${tag}`, () => {
      const plan = planned(tag, { width, height })
      assert.equal('refused' in plan ? plan.refused : undefined, refused)
    })
})
