/** Looks at files with ffprobe and ffmpeg themselves, not with the code that is tested. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { programs } from '../../../tasks/machine.ts'

export interface ProbedStream {
  readonly codec_type: string
  readonly codec_name: string
  readonly width?: number
  readonly height?: number
  readonly avg_frame_rate: string
  readonly channels?: number
  readonly field_order?: string
  readonly side_data_list?: readonly { readonly rotation?: number }[]
}

export interface Probed {
  readonly bytes: number
  readonly seconds: number
  readonly video: readonly ProbedStream[]
  readonly audio: readonly ProbedStream[]
}

const found = await programs()

export async function probed(path: string): Promise<Probed> {
  const parameters = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', '-i', `file:${path}`]
  const { stdout } = await promisify(execFile)(found.ffprobe.path, parameters)
  const { format, streams } = JSON.parse(stdout) as {
    readonly format: { readonly size: string; readonly duration?: string }
    readonly streams: readonly ProbedStream[]
  }
  const of = (type: string) => streams.filter(({ codec_type }) => codec_type === type)
  return {
    ...{ bytes: Number(format.size), seconds: Number(format.duration ?? 0) },
    ...{ video: of('video'), audio: of('audio') },
  }
}

export function rateOf({ avg_frame_rate: text }: ProbedStream): number {
  const [frames = 0, seconds = 1] = text.split('/').map(Number)
  return frames / seconds
}

/** The picture that is shown at a time from the start of a file, s. */
export interface Moment {
  readonly path: string
  readonly atS: number
}

/** How much one picture is like another, both as a player shows them: 1 is the same. */
export async function likeness(one: Moment, other: Moment, fields: boolean): Promise<number> {
  // Decoded from the start, as some formats cannot be sought exactly.
  const shown = ({ atS }: Moment, at: number) =>
    `[${at}:v:0]${at === 1 && fields ? 'bwdif=0,' : ''}trim=start=${atS - 0.001},setpts=PTS-STARTPTS,` +
    `scale=160:96:out_range=tv:flags=area,setsar=1,format=yuv420p[s${at}]`
  const inputs = [one, other].flatMap(({ path }) => ['-i', `file:${path}`])
  const graph = [shown(one, 0), shown(other, 1), '[s0][s1]ssim[all]'].join(';')
  const line = ['-hide_banner', '-nostdin', ...inputs, '-filter_complex', graph, '-map', '[all]']
  const { stderr } = await promisify(execFile)(found.ffmpeg.path, [
    ...line,
    '-frames:v',
    '1',
    '-f',
    'null',
    '-',
  ])
  return Number(/SSIM .*All:([\d.]+)/.exec(stderr)?.[1] ?? 0)
}
