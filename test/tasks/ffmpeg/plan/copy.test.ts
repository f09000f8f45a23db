/** Into which container the streams of a source are copied, and which stay behind. */
import assert from 'node:assert/strict'
import type { Stream } from '../../../../tasks/ffmpeg/media.ts'
import { planOf } from '../../../../tasks/ffmpeg/plan/plan.ts'
import { COPY, mediaWith, PICTURE, SOUND } from '../plan.ts'

const video = (codec: string): Stream => ({ ...PICTURE, codec })
const audio = (codec: string): Stream => ({ ...SOUND, codec })
const other = (kind: string, codec: string): Stream => ({ type: 'other', index: 5, kind, codec })
const COVER = other('attached picture', 'mjpeg')

describe('Streams are copied', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [path: string, format: string, streams: readonly Stream[], extension: string, left?: readonly string[]])[] = [
    ['a.mp4',  'mov,mp4,m4a,3gp,3g2,mj2', [video('h264'), audio('aac')],             '.mp4'],
    ['a.mov',  'mov,mp4,m4a,3gp,3g2,mj2', [video('qtrle'), audio('pcm_s16be')],      '.mov'],
    ['a.m4a',  'mov,mp4,m4a,3gp,3g2,mj2', [audio('aac'), COVER],                     '.m4a'],
    ['a.mkv',  'matroska,webm',           [video('h264'), other('subtitle', 'ass'), other('attachment', 'ttf')], '.mkv'],
    ['a.mkv',  'matroska,webm',           [video('h264'), COVER],                    '.mkv', ['attached picture']],
    ['a.webm', 'matroska,webm',           [video('vp9'), audio('opus')],             '.webm'],
    ['a.m2ts', 'mpegts',                  [video('h264'), audio('ac3'), other('subtitle', 'hdmv_pgs_subtitle')], '.m2ts'],
    ['a.ts',   'mpegts',                  [video('h264'), other('data', 'klv')],     '.ts', ['data']],
    ['a.mxf',  'mxf',                     [video('h264'), audio('pcm_s24le')],       '.mxf'],
    ['a.mxf',  'mxf',                     [audio('pcm_s24le')],                      '.mov'],
    ['a.avi',  'avi',                     [video('cinepak')],                        '.avi'],
    ['a.wav',  'wav',                     [audio('pcm_alaw')],                       '.wav'],
    ['a.ogg',  'ogg',                     [video('theora'), audio('vorbis'), audio('vorbis')], '.ogg'],
    ['a.flac', 'flac',                    [audio('flac'), COVER, COVER],             '.flac'],
    ['a.h264', 'h264',                    [video('h264')],                           '.h264'],
    ['a.bmp',  'bmp_pipe',                [video('bmp')],                            '.bmp'],
    ['a.r3d',  'r3d',                     [video('h264'), audio('aac')],             '.mp4'],
    ['a.r3d',  'r3d',                     [video('prores')],                         '.mov'],
    ['a.r3d',  'r3d',                     [video('ffv1')],                           '.mkv'],
  ]
  for (const [path, format, streams, extension, left = []] of rows)
    it(`of ${path} with ${streams.map(({ codec }) => codec).join(', ')} into ${extension}`, () => {
      const plan = planOf(COPY, { path: `/in/${path}`, media: { ...mediaWith(...streams), format } })
      assert.ok(!('refused' in plan))
      assert.deepEqual([plan.container.extension, plan.notTaken.map(({ name }) => name)], [extension, left])
      assert.equal(plan.streams.length, streams.length - left.length)
    })

  it('of no codec that ffmpeg cannot write into any container', () => {
    const plan = planOf(COPY, { path: '/in/a.rm', media: { ...mediaWith(video('rv20')), format: 'rm' } })
    assert.deepEqual(plan, { refused: '/in/a.rm: preset “copy”: ffmpeg cannot copy rv20 into any container' })
  })
})
