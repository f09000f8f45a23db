/** Media as it comes, one second of each, with what is true of it. */
import { AAC, type Clip, encoded, H264, HEVC, picture, tone, tones } from '../../../media/clip.ts'

/** What the jobs of a clip are measured by. */
export interface Subject extends Clip {
  /** As it is shown. */
  readonly video?: { readonly size: string; readonly rate: number | 'varies'; readonly fields?: 'tt' | 'bb' }
  /** Channels of each audio stream. */
  readonly sound: readonly number[]
  /** Default: one. */
  readonly seconds?: number
  /** The last picture that can be seen, s. */
  readonly lastS?: number
  /** Each job fails with this. */
  readonly broken?: RegExp
  /** Jobs with an outcome of their own: the reason that they fail with. */
  readonly but?: Readonly<Record<string, RegExp>>
}

type Facts = Pick<Subject, 'video' | 'sound'> & Partial<Pick<Subject, 'but' | 'broken' | 'seconds' | 'lastS'>>

const SIZE = '160x96'
const seen = (rate: number | 'varies' = 25, size = SIZE) => ({ size, rate })
const both = (rate = '25') => [...picture(1, SIZE, rate), ...tone(1)]
const clip = (name: string, property: string, parameters: readonly string[], facts: Facts): Subject => ({
  ...encoded(name, property, parameters),
  ...facts,
})
const PCM = ['-c:a', 'pcm_s16le']
const MPEG_2 = ['-c:v', 'mpeg2video', '-b:v', '4M']
const ONE: Facts = { video: seen(), sound: [1] }
const named = (name: string, what: string) =>
  clip(name, `a name with ${what}`, [...both(), ...H264, ...AAC], ONE)
const rate = (name: string, of: string, fps: number, ...more: readonly string[]) =>
  clip(name, `${of} fps`, [...both(of), ...more, ...H264, ...AAC], { video: seen(fps), sound: [1] })
const fields = (size: string, first: 'top' | 'bottom') => [
  ...[...picture(1, size, '50'), ...tone(1), '-vf', `tinterlace=interleave_${first}`],
  ...['-flags', '+ildct+ilme'],
]
const MONOS = Array.from({ length: 8 }, (_, at) => tone(1, 200 + 100 * at))

// biome-ignore format: a table
const CODECS: readonly Subject[] = [
  clip('h264.mp4',      'H.264 and AAC',           [...both(), ...H264, ...AAC],                             ONE),
  clip('hevc.mp4',      'HEVC, 10 bits',           [...both(), ...HEVC, '-pix_fmt', 'yuv420p10le', ...AAC],  ONE),
  clip('mpeg-2.mxf',    'MPEG-2 and PCM in MXF',   [...both(), ...MPEG_2, ...PCM],                           ONE),
  clip('prores.mov',    'ProRes, 10 bits',         [...both(), '-c:v', 'prores_ks', '-profile:v', 'hq', ...PCM], ONE),
  clip('vp9.webm',      'VP9 and Opus',            [...both(), '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'], ONE),
  clip('av1.mkv',       'AV1 and FLAC',            [...both(), '-c:v', 'libsvtav1', '-preset', '12', '-c:a', 'flac'], ONE),
  clip('mjpeg.avi',     'Motion JPEG, full range', [...both(), '-c:v', 'mjpeg', '-q:v', '2', ...PCM],        ONE),
  clip('mpeg-4.avi',    'MPEG-4 and MP3',          [...both(), '-c:v', 'mpeg4', '-q:v', '2', '-c:a', 'libmp3lame'], ONE),
  clip('ffv1.mkv',      'FFV1 and Vorbis',         [...both(), '-c:v', 'ffv1', '-c:a', 'libvorbis'],         ONE),
  clip('ps.mpg',        'a program stream',        [...both(), ...MPEG_2, '-c:a', 'mp2'],                    ONE),
  clip('alpha.mov',     'ProRes 4444 with alpha',  [...picture(1, SIZE), '-vf', 'format=yuva444p10le,geq=lum=lum(X\\,Y):cb=cb(X\\,Y):cr=cr(X\\,Y):a=1023*gt(X\\,80)', '-c:v', 'prores_ks', '-profile:v', '4444', '-pix_fmt', 'yuva444p10le'], { video: seen(), sound: [] }),
]

// biome-ignore format: a table
const TIMES: readonly Subject[] = [
  rate('23976.mp4', '24000/1001', 23.976),
  {
    ...rate('2997df.mov', '30000/1001', 29.97, '-timecode', '00:59:59;20'),
    but: { TIMELINE: /“00:00:00:05” is before the source, which begins at 00:59:59;20/ },
  },
  rate('50p.mp4',   '50', 50),
  rate('5994.mp4',  '60000/1001', 59.94),
  clip('varies.mp4', 'a rate that varies', [
    ...picture(1, SIZE, '50'), ...tone(1), '-vf', "settb=1/90000,select='not(eq(mod(n,5),3))'", '-fps_mode', 'passthrough',
    '-enc_time_base', '1/90000', ...H264, ...AAC,
  ], { video: seen('varies'), sound: [1], but: { TIMELINE: /lasts 12 frames in its source and 10 on the time line/ } }),
  clip('top.mxf',    'interlaced, top field first',    [...fields('160x96', 'top'), ...MPEG_2, ...PCM], { video: { ...seen(), fields: 'tt' }, sound: [1] }),
  clip('bottom.avi', 'interlaced, bottom field first', [...fields('720x576', 'bottom'), '-c:v', 'dvvideo', '-pix_fmt', 'yuv420p', '-ar', '48000', '-ac', '2', ...PCM], { video: { ...seen(25, '720x576'), fields: 'bb' }, sound: [2] }),
]

// biome-ignore format: a table
const SOUND: readonly Subject[] = [
  clip('surround.mov',    '5.1',                   [...picture(1, SIZE), ...tones(1, 6, '5.1'), ...H264, ...PCM], { video: seen(), sound: [6] }),
  clip('eight-monos.mov', 'eight mono tracks',     [...picture(1, SIZE), ...MONOS.flat(), ...Array.from({ length: 9 }, (_, at) => ['-map', String(at)]).flat(), ...H264, ...PCM], { video: seen(), sound: [1, 1, 1, 1, 1, 1, 1, 1] }),
  clip('silent.mp4',      'no sound',              [...picture(1, SIZE), ...H264], { video: seen(), sound: [] }),
  clip('sound.wav',       'no picture',            [...tone(1), ...PCM], {
    sound: [1], but: { TIMELINE: /no source has video or audio/, RAW_TRANSCODE: /stream 0 of sound\.wav is audio, not video/ },
  }),
]

const ROTATED: Subject = {
  ...{ name: 'phone.mp4', property: 'to be rotated by 90°', video: seen(25, '96x160'), sound: [1] },
  steps: [
    [...both(), ...H264, ...AAC, 'file:flat.mp4'],
    ['-display_rotation:v:0', '-90', '-i', 'flat.mp4', '-c', 'copy', 'file:phone.mp4'],
  ],
}

const NAMES: readonly Subject[] = [
  named(`It's "take 2" & more.mp4`, 'spaces and quotes'),
  named('Ünïcode \u{1f3ac}.mp4'.normalize('NFC'), 'composed letters'),
  named('Ünïcode.mp4'.normalize('NFD'), 'letters and accents apart'),
  named('100%25 %d %.mp4', 'percent signs'),
  named('-y -version.mp4', 'a leading dash'),
]

const NONE: Facts = { sound: [] }
const edited = (name: string, property: string, steps: Clip['steps'], facts: Facts): Subject => ({
  ...{ name, property, steps },
  ...facts,
})
const write = (name: string, property: string, content: string, as: 'utf8' | 'hex', broken: RegExp) =>
  edited(name, property, [{ edit: 'write', file: name, content, as }], { ...NONE, broken })

/** Two seconds longer than the others: a rendition may be a second shorter than its source. */
const LONG = [...picture(3, SIZE), ...tone(3), ...H264, ...AAC]
const MISSING = /% missing, and MAX_MISSING allows 5 %$/
const each = (jobs: readonly string[]) => Object.fromEntries(jobs.map((job) => [job, MISSING]))
/** Those that take all of the clip. */
const WHOLE = ['TRANSCODE lowres', 'TRANSCODE prores', 'RAW_TRANSCODE', 'PACKAGE']

// biome-ignore format: a table
const DAMAGED: readonly Subject[] = [
  edited('zeros.mp4', 'pictures that are zeros from the sixth on', [
    [...LONG, 'file:zeros.mp4'], { edit: 'zero', file: 'zeros.mp4', fromPacket: 5 },
  ], { ...ONE, seconds: 3, lastS: 0.16, but: each([...WHOLE, 'TRANSCODE_RANGE', 'CONFORM', 'TIMELINE']) }),
  edited('cut-later.mp4', 'cut off behind its index', [
    [...LONG, '-movflags', '+faststart', 'file:cut-later.mp4'],
    { edit: 'cut', file: 'cut-later.mp4', keep: [0, 0.5], blockBytes: 1 },
  ], { ...ONE, seconds: 3, but: each([...WHOLE, 'TRANSCODE audio']) }),
  edited('cut.mp4', 'cut off before its index', [
    [...both(), ...H264, ...AAC, 'file:cut.mp4'], { edit: 'cut', file: 'cut.mp4', keep: [0, 0.6], blockBytes: 1 },
  ], { ...NONE, broken: /cut\.mp4 is not a media file .*: its index is missing \(moov atom not found\), as it is cut off/ }),
  write('empty.mp4', 'no bytes', '', 'utf8', /empty\.mp4 is not a media file: it is empty$/),
  write('text.mp4', 'text', 'This is no video.\n'.repeat(50), 'utf8', /text\.mp4 is not a media file that ffprobe can read: Invalid data/),
  write('random.mov', 'random bytes', Array.from({ length: 4_096 }, (_, at) => ((at * 7919) % 251).toString(16).padStart(2, '0')).join(''), 'hex', /random\.mov is not a media file that ffprobe can read: Invalid data/),
]

export const SUBJECTS: readonly Subject[] = [...CODECS, ...TIMES, ...SOUND, ROTATED, ...NAMES, ...DAMAGED]
