/** Prints each clip of the corpus, its property and what ffprobe finds: `node test/media/report.ts`. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { inputOf } from '../../tasks/ffmpeg/source/formats.ts'
import { programs } from '../tasks/machine.ts'
import { corpus, type MadeClip } from './corpus.ts'

type Fields = Readonly<Record<string, unknown>>
interface Found {
  readonly format: Fields
  readonly streams: readonly (Fields & { readonly disposition: Fields; readonly tags?: Fields })[]
  readonly chapters: readonly unknown[]
}

for (const clip of await corpus()) {
  process.stdout.write(`${clip.name} | ${clip.property} | ${await summary(clip)}\n`)
}

async function summary({ path }: MadeClip): Promise<string> {
  const { ffprobe } = await programs()
  const show = ['-show_format', '-show_streams', '-show_chapters', '-of', 'json']
  const { stdout, stderr } = await promisify(execFile)(
    ffprobe.path,
    ['-v', 'warning', ...show, ...inputOf(path)],
    { env: { ...ffprobe.env } },
  )
  const { format, streams, chapters } = JSON.parse(stdout) as Found
  const warnings = stderr.split('\n').filter((line) => line !== '').length
  return [
    `${String(format['format_name']).split(',')[0]} ${round(format['duration'])}s ${kilobytes(format['size'])}`,
    ...streams.map(streamLine),
    ...(chapters.length > 0 ? [`${chapters.length} chapters`] : []),
    ...(warnings > 0 ? [`${warnings} warnings`] : []),
  ].join('; ')
}

function kilobytes(size: unknown): string {
  return size === undefined ? '' : `${Math.round(Number(size) / 1000)}kB`
}

function streamLine(stream: Found['streams'][number]): string {
  const { codec_type: type, codec_name, codec_tag_string: tag, disposition, tags = {} } = stream
  const sideData = Array.isArray(stream['side_data_list']) ? (stream['side_data_list'] as Fields[]) : []
  return [
    ...[codec_name ?? type, /^[\w-]+$/.test(String(tag)) ? tag : ''],
    ...(type === 'video' ? picture(stream) : type === 'audio' ? sound(stream) : []),
    ...[Number(stream['start_time']) ? `@${round(stream['start_time'])}` : '', length(stream)],
    ...[tags['language'] ?? '', tags['timecode'] ?? ''],
    ...Object.keys(disposition).filter((name) => disposition[name] === 1 && name !== 'default'),
    ...[disposition['default'] === 1 ? '*' : ''],
    ...sideData.map((data) => String(data['rotation'] ?? data['side_data_type'])),
  ]
    .filter((word) => word !== '')
    .join(' ')
}

function picture(stream: Fields): readonly unknown[] {
  const { width, height, sample_aspect_ratio: shape, field_order: order, pix_fmt: format } = stream
  const colors = ['color_range', 'color_space', 'color_transfer', 'color_primaries'].map(
    (name) => stream[name],
  )
  return [
    ...[`${width}×${height}`, format, shape === '1:1' || shape === undefined ? '' : `SAR${shape}`],
    ...[
      `${stream['avg_frame_rate']}(${stream['r_frame_rate']})`,
      order === 'progressive' ? '' : (order ?? ''),
    ],
    colors.some((color) => color !== undefined) ? colors.map((color) => color ?? '-').join('/') : '',
  ]
}

function sound({ sample_rate, channels, channel_layout }: Fields): readonly unknown[] {
  return [`${Number(sample_rate) / 1000}k`, `${channels}ch`, channel_layout ?? 'nolayout']
}

function length({ duration, tags }: Found['streams'][number]): string {
  return duration === undefined ? String(tags?.['DURATION'] ?? '').slice(0, 11) : `${round(duration)}s`
}

function round(seconds: unknown): string {
  return seconds === undefined ? '?' : String(Math.round(Number(seconds) * 100) / 100)
}
