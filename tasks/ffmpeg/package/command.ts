/** The command that makes the segments of a package, and its manifests but for the HLS master. Pure. */
import { join } from 'node:path'
import { type Media, type Video, videoOf } from '../media.ts'
import { audioPlan } from '../plan/audio/audio.ts'
import type { AudioEncoding } from '../plan/preset.ts'
import type { PlannedStream } from '../plan/rendition.ts'
import { colorsOf } from '../plan/video/colors.ts'
import { deinterlace } from '../plan/video/deinterlace.ts'
import { pieceEncoding } from '../sequence/canvas.ts'
import { HEAD } from '../sequence/command.ts'
import { inputOf } from '../source/formats.ts'
import { frameRateOf, groupOf, type Rung, textSubtitlesOf } from './ladder.ts'

export const CODECS = {
  h264: {
    encoder: 'libx264',
    audio: 'aac',
    options: ['-preset:v', 'medium', '-profile:v', 'high', '-crf:v', '23'],
  },
  vp9: {
    encoder: 'libvpx-vp9',
    audio: 'libopus',
    options: ['-deadline:v', 'good', '-cpu-used:v', '4', '-row-mt:v', '1', '-crf:v', '32'],
  },
} as const

export interface PackagePlan {
  readonly input: string
  readonly media: Media
  readonly rungs: readonly Rung[]
  readonly codec: keyof typeof CODECS
  readonly segmentS: number
  /** The folder that it fills. */
  readonly folder: string
}

export const [DASH_MANIFEST, HLS_MASTER] = ['manifest.mpd', 'master.m3u8'] as const
/** What ffmpeg writes as the master, which knows the codecs; hidden, so that it is no part of the package. */
export const HLS_DRAFT = '.draft.m3u8'

export function packageCommand(ffmpeg: string, plan: PackagePlan): readonly string[] {
  const { input, media, rungs, codec, folder } = plan
  const video = videoOf(media)
  const audio = audioOfPackage(plan)
  const graph = [...(video ? pictureGraph(video, plan) : []), ...(audio ? [soundGraph(audio)] : [])]
  return [
    ...[ffmpeg, ...HEAD, ...inputOf(input, media.format), '-filter_complex', graph.join(';')],
    ...rungs.flatMap((rung, at) => ['-map', `[v${at}]`, ...rungOptions(rung, at)]),
    ...(video ? videoOptions(video, plan) : []),
    ...(audio ? ['-map', '[a]', '-c:a', CODECS[codec].audio, '-b:a', '128k'] : []),
    ...['-map_metadata', '-1', '-map_chapters', '-1', ...dashOptions(plan, audio !== undefined)],
    ...['-f', 'dash', `file:${join(folder, DASH_MANIFEST)}`],
    ...textSubtitlesOf(media).flatMap(({ index }, at) => [
      ...['-map', `0:${index}`, '-c:s', 'webvtt', '-map_metadata', '-1', '-f', 'webvtt'],
      `file:${join(folder, subtitleName(at))}`,
    ]),
  ]
}

export function subtitleName(at: number): string {
  return `subtitles-${at}.vtt`
}

export function audioOfPackage({
  media,
  codec,
}: Pick<PackagePlan, 'media' | 'codec'>): PlannedStream | undefined {
  const encoding: AudioEncoding = {
    ...{ encoder: CODECS[codec].audio, sampleRate: 48_000, mostChannels: 2 },
    ...{ tracks: 'default', monoTracks: 'stereo pairs' },
  }
  const plan = audioPlan([encoding], media)
  return 'refused' in plan ? undefined : plan.streams[0]
}

/** Decoded, deinterlaced and converted once, at the size of the highest rung; scaled down for the others. */
function pictureGraph(video: Video, { rungs, media }: PackagePlan): readonly string[] {
  const [{ width = 2, height = 2 } = {}] = rungs
  const colors = colorsOf(pieceEncoding('yuv420p', false), video)
  const shared = [
    ...(video.firstField ? [deinterlace(video.firstField)] : []),
    ...withoutDelay(video, media),
    // From the start of the source, as the sound, with the first frame repeated if it comes later.
    `fps=fps=${frameRateOf(video)}:start_time=0`,
    ...colors.before,
    `scale=${[`w=${width}:h=${height}`, ...colors.scale].join(':')}`,
    ...colors.after,
    ...['format=yuv420p', 'setsar=1'],
  ]
  const labels = rungs.map((_, at) => `[${at === 0 ? 'v0' : `s${at}`}]`).join('')
  return [
    `[0:${video.index}]${shared.join(',')}${rungs.length > 1 ? `,split=${rungs.length}` : ''}${labels}`,
    ...rungs.flatMap((rung, at) =>
      at === 0
        ? []
        : [
            `[s${at}]scale=w=${rung.width}:h=${rung.height},setsar=r=${shape(rung, { width, height })}:max=65535[v${at}]`,
          ],
    ),
  ]
}

/** Less than a frame, as by the priming of AAC, would repeat the first one. */
function withoutDelay(video: Video, media: Media): readonly string[] {
  const delayS = (video.startS ?? 0) - (media.startS ?? 0)
  const isShort = delayS > 0 && groupOf(video, delayS) === 1
  return isShort ? ['settb=1/1000000', `setpts=PTS-${Math.round(delayS * 1e6)}`] : []
}

/** Of pixels that make up for an even width: DASH wants the same aspect ratio of all. */
function shape(rung: Rung, top: Pick<Rung, 'width' | 'height'>): string {
  const [over, under] = [top.width * rung.height, top.height * rung.width]
  const common = divisor(over, under)
  return `${over / common}/${under / common}`
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other)
}

function soundGraph({ from, join, filters }: PlannedStream): string {
  const inputs = from.map(({ index }) => `[0:${index}]`).join('')
  return `${inputs}${[...(join === undefined ? [] : [join]), ...filters, 'aresample=48000:async=1:first_pts=0'].join(',')}[a]`
}

function rungOptions({ maxRate }: Rung, at: number): readonly string[] {
  return [
    `-maxrate:v:${at}`,
    String(maxRate),
    `-bufsize:v:${at}`,
    String(2 * maxRate),
    `-b:v:${at}`,
    String(maxRate),
  ]
}

/** Key frames at the same frames in all rungs: where segments begin, and nowhere for a change of scene. */
function videoOptions(video: Video, { codec, segmentS }: PackagePlan): readonly string[] {
  const { encoder, options } = CODECS[codec]
  return [
    ...['-c:v', encoder, ...options, '-pix_fmt:v', 'yuv420p', '-g:v', String(groupOf(video, segmentS))],
    ...(codec === 'h264' ? ['-sc_threshold:v', '0'] : []),
    ...['-force_key_frames:v', `expr:gte(t,n_forced*${segmentS})`],
  ]
}

function dashOptions({ rungs, segmentS }: PackagePlan, hasAudio: boolean): readonly string[] {
  const sets = [...(rungs.length > 0 ? ['streams=v'] : []), ...(hasAudio ? ['streams=a'] : [])]
  return [
    ...['-seg_duration', String(segmentS), '-use_template', '1', '-use_timeline', '1'],
    ...['-dash_segment_type', 'mp4', '-hls_playlist', '1', '-hls_master_name', HLS_DRAFT],
    ...[
      '-init_seg_name',
      'init-$RepresentationID$.mp4',
      '-media_seg_name',
      'segment-$RepresentationID$-$Number%05d$.m4s',
    ],
    ...['-adaptation_sets', sets.map((set, id) => `id=${id},${set}`).join(' ')],
  ]
}
