/** Clips with more than picture and sound: subtitles, cover art, chapters, time code and data. */
import { AAC, type Clip, type Edit, encoded, H264, HEVC, lavfi, picture, tone } from '../clip.ts'
import { barSup } from './bitmap-subtitles.ts'

const BOTH = [...picture(3), ...tone(3)] as const
const ENCODED = [...H264, ...AAC] as const

/** The three inputs, each with all it has. */
const ALL = ['-map', '0', '-map', '1', '-map', '2'] as const

const write = (file: string, content: string, as: 'utf8' | 'hex' = 'utf8'): Edit => ({
  edit: 'write',
  file,
  content,
  as,
})

const SUBTITLES = write('a.srt', '1\n00:00:00,500 --> 00:00:02,500\nFirst line\n')
const CHAPTERS = write('chapters.txt', `;FFMETADATA1\n${chapter('One', 0, 15)}${chapter('Two', 15, 30)}`)

/** A file of several steps, the last of which writes it. */
const made = (
  name: string,
  property: string,
  before: readonly Edit[],
  parameters: readonly string[],
): Clip => ({
  ...{ name, property },
  steps: [...before, [...parameters, `file:${name}`]],
})

/** No more than the signature of a font: nothing draws with it. */
const FONT = write('font.ttf', '00010000'.padEnd(512, '0'), 'hex')

const DATA = write('data.bin', '0123456789abcdef'.repeat(128), 'hex')

const COVER = [...lavfi('testsrc2=size=300x300:duration=0.04')] as const

/** Sound with a cover. */
const covered = (name: string, encoder: string, cover: string, more: readonly string[] = []) =>
  encoded(name, `cover art (${cover === 'png' ? 'PNG' : 'JPEG'}), no picture`, [
    ...[...tone(3), ...COVER, '-map', '0:a', '-map', '1:v', '-c:a', encoder, '-c:v', cover],
    ...['-disposition:v', 'attached_pic', ...more],
  ])

/** One packet of teletext: three lines without text, which fill a packet of the transport stream. */
const TELETEXT_PACKET = `10${`022ce7e4${'15'.repeat(42)}`.repeat(3)}`

// biome-ignore format: an option and its value on one line
export const EXTRAS: readonly Clip[] = [
  made('subtitles.mkv', 'subtitles (SRT)', [SUBTITLES], [...BOTH, '-i', 'a.srt', ...ENCODED, '-c:s', 'srt']),
  made('subtitles.mp4', 'subtitles (mov_text)', [SUBTITLES], [
    ...BOTH, '-i', 'a.srt', ...ENCODED, '-c:s', 'mov_text',
  ]),
  made('subtitles-and-font.mkv', 'subtitles (ASS) with an attached font', [SUBTITLES, FONT], [
    ...BOTH, '-i', 'a.srt', ...ENCODED, '-c:s', 'ass',
    '-attach', 'font.ttf', '-metadata:s:t', 'mimetype=application/x-truetype-font',
  ]),
  made('dvb-subtitles.ts', 'bitmap subtitles (DVB)', [write('bar.sup', barSup(), 'hex')], [
    ...BOTH, '-i', 'bar.sup', ...ALL, ...ENCODED, '-c:s', 'dvbsub',
  ]),
  // A raw file of teletext has no times; without the 13 frames, it would begin before the picture.
  made('teletext.ts', 'teletext', [write('text.dvbtxt', TELETEXT_PACKET.repeat(75), 'hex')], [
    ...BOTH, '-f', 'dvbtxt', '-raw_packet_size', '139', '-i', 'text.dvbtxt', ...ALL,
    ...ENCODED, '-c:s', 'copy', '-bsf:s', 'setts=ts=(N+13)*0.04/TB',
  ]),
  encoded('cover.mp4', 'picture, sound and cover art (PNG)', [
    ...BOTH, ...COVER, ...ALL, ...ENCODED,
    '-c:v:1', 'png', '-pix_fmt:v:1', 'rgb24', '-disposition:v:1', 'attached_pic',
  ]),
  covered('cover.m4a', 'aac', 'mjpeg'),
  covered('cover.mp3', 'libmp3lame', 'mjpeg', ['-id3v2_version', '3']),
  covered('cover.flac', 'flac', 'png'),
  // In mp4, ffmpeg adds a track with their titles.
  made('chapters.mp4', 'two chapters', [CHAPTERS], [
    ...BOTH, '-i', 'chapters.txt', '-map_chapters', '2', ...ENCODED,
  ]),
  made('chapters.mkv', 'two chapters', [CHAPTERS], [
    ...BOTH, '-i', 'chapters.txt', '-map_chapters', '2', ...ENCODED,
  ]),
  encoded('time-code.mov', 'a track with the time code 10:00:00:00', [
    ...BOTH, ...H264, '-c:a', 'pcm_s16le', '-timecode', '10:00:00:00',
  ]),
  encoded('drop-frame.mov', 'a track with the drop-frame time code 00:59:59;28 at 29.97 fps', [
    ...picture(3, '320x180', '30000/1001'), ...tone(3), ...H264,
    '-c:a', 'pcm_s16le', '-timecode', '00:59:59;28',
  ]),
  made('data.ts', 'a stream of private data, and HEVC', [DATA], [
    ...BOTH, '-f', 'data', '-i', 'data.bin', ...ALL, ...HEVC, ...AAC, '-c:d', 'copy',
  ]),
]

/** In tenths of a second. */
function chapter(title: string, from: number, to: number): string {
  return `[CHAPTER]\nTIMEBASE=1/10\nSTART=${from}\nEND=${to}\ntitle=${title}\n`
}
