/** Tries a preset: encodes some frames of a test picture with it, as jobs would. */

import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Audio, Media, OtherStream, Video } from '../media.ts'
import { commandOn } from '../plan/command.ts'
import { planOf } from '../plan/plan.ts'
import type { AudioEncoding, Preset } from '../plan/preset.ts'
import type { Programs } from '../programs.ts'
import { said } from '../reason.ts'
import { runOn } from '../surroundings.ts'
import { elementOf, type PresetFault } from './fault-of.ts'

export type Tried =
  | { readonly ended: 'done' }
  /** ffmpeg cannot do what the preset says. */
  | { readonly ended: 'refused'; readonly fault: PresetFault }
  /** As a clause: it was not found out. */
  | { readonly ended: 'untried'; readonly why: string }

/** `preset`: without the pictures that it lays over, which need not be on this machine. */
export async function tryPreset(
  preset: Preset,
  { ffmpeg }: Pick<Programs, 'ffmpeg'>,
  signal: AbortSignal,
): Promise<Tried> {
  if (preset.video === 'copy') return { ended: 'done' }
  const encoders = await ffmpeg.encoders()
  const missing = missingEncoder(preset, encoders)
  if (missing) return { ended: 'refused', fault: missing }
  const onGpu = typeof preset.video === 'object' && /_(nvenc|vaapi|qsv|amf)$/.test(preset.video.encoder)
  if (onGpu) return { ended: 'untried', why: 'a GPU encoder is not tried' }
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'callsheet-preset-')))
  try {
    // Whether the container holds them has been checked.
    const { subtitles: _subtitles, data: _data, ...rest } = preset
    return await tried(rest, folder, ffmpeg, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Encodings = Exclude<Preset, { readonly video: 'copy' }>

async function tried(
  preset: Encodings,
  folder: string,
  ffmpeg: Programs['ffmpeg'],
  signal: AbortSignal,
): Promise<Tried> {
  const source = join(folder, 'subtitles.srt')
  await writeFile(source, '1\n00:00:00,000 --> 00:00:01,000\nCallsheet\n')
  const media = mediaFor(preset)
  const plan = planOf(preset, { path: source, media })
  if ('refused' in plan) return { ended: 'refused', fault: elementOf([plan.refused], preset) }
  const line = commandOn(['-f', 'lavfi', '-i', graphFor(media)], {
    ...{ ffmpeg, input: source, media },
    outputs: [{ plan, path: join(folder, `try${plan.container.extension}`) }],
  })
  const lines: string[] = []
  const late = AbortSignal.timeout(WITHIN_MS)
  const result = await runOn(
    { read: [source, ...(plan.reads ?? [])], write: [folder] },
    ffmpeg,
    line.slice(1),
    {
      signal: AbortSignal.any([signal, late]),
      graceMs: 500,
      onStderr: (text) => lines.push(text),
    },
  )
  switch (result.ended) {
    case 'exited':
      return result.code === 0 ? changedFormat(lines, preset) : failed(lines, preset)
    case 'stopped':
    case 'stalled':
      return { ended: 'untried', why: `ffmpeg did not end within ${WITHIN_MS / 1_000} s` }
    case 'killed':
      return { ended: 'refused', fault: elementOf([`ffmpeg was killed by ${result.signal}`], preset) }
    case 'not-started':
      return { ended: 'untried', why: result.reason }
    case 'not-found':
    case 'crashed':
      return { ended: 'untried', why: result.message }
  }
}

/** AV1 at its slowest takes seconds for a frame. */
const WITHIN_MS = 20_000

function failed(lines: readonly string[], preset: Encodings): Tried {
  return {
    ended: 'refused',
    fault: elementOf(
      lines.map((line) => said(line).text),
      preset,
    ),
  }
}

/** ffmpeg replaces a pixel format that the encoder does not have by another one. */
function changedFormat(lines: readonly string[], preset: Encodings): Tried {
  const replaced = lines.filter((line) => /Incompatible pixel format/.test(line))
  return replaced.length > 0 ? failed(replaced, preset) : { ended: 'done' }
}

function missingEncoder(preset: Encodings, encoders: ReadonlySet<string>): PresetFault | undefined {
  const { video, audio, audioTracks = [] } = preset
  const named = [
    ...(video === 'none' ? [] : [{ element: 'video.codec', encoder: video.encoder }]),
    ...(audio === 'none' ? [] : [{ element: 'audio.codec', encoder: audio.encoder }]),
    ...audioTracks.map(({ encoder }, at) => ({ element: `audioTrack[${at}].codec`, encoder })),
  ]
  const missing = named.find(({ encoder }) => !encoders.has(encoder))
  return (
    missing && {
      element: missing.element,
      explanation: `the ffmpeg of this server has no encoder ${missing.encoder}`,
      value: missing.encoder,
    }
  )
}

/** A source that has all that the preset takes. */
function mediaFor(preset: Encodings): Media {
  const video: Video = {
    ...{ type: 'video', index: 0, codec: 'rawvideo', width: 1_920, height: 1_080, pixelFormat: 'yuv420p' },
    ...{ frameRate: { frames: 25, seconds: 1 }, rotation: 0, durationS: SECONDS },
    color: { matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' },
    ...(typeof preset.video === 'object' && preset.video.fields === 'keep' && { firstField: 'top' as const }),
  }
  const encodings = [...(preset.audio === 'none' ? [] : [preset.audio]), ...(preset.audioTracks ?? [])]
  const { tracks, channels } = channelsFor(encodings)
  const language = typeof preset.video === 'object' ? languageIn(preset.video.drawings ?? []) : undefined
  const audios = Array.from(
    { length: tracks },
    (_, at): Audio => ({
      ...{
        type: 'audio',
        index: at + 1,
        codec: 'pcm_s16le',
        channels,
        sampleRate: 48_000,
        durationS: SECONDS,
      },
      layout: channels === 2 ? 'stereo' : `${channels}c`,
    }),
  )
  const subtitles: OtherStream = {
    ...{ type: 'other', index: tracks + 1, kind: 'subtitle', codec: 'subrip' },
    ...(language !== undefined && { language }),
  }
  const takesSubtitles =
    typeof preset.video === 'object' && preset.video.drawings?.some(({ draws }) => draws === 'subtitles')
  return {
    ...{ format: 'lavfi', durationS: SECONDS, sizeBytes: undefined, bitRate: undefined },
    streams: [video, ...audios, ...(takesSubtitles ? [subtitles] : [])],
  }
}

const SECONDS = 0.2

function languageIn(
  drawings: NonNullable<Exclude<Preset['video'], 'copy' | 'none'>['drawings']>,
): string | undefined {
  const found = drawings.find((one) => one.draws === 'subtitles')
  return found?.draws === 'subtitles' ? found.language : undefined
}

function channelsFor(encodings: readonly AudioEncoding[]): {
  readonly tracks: number
  readonly channels: number
} {
  const wanted = encodings.flatMap(({ channels }) => {
    if (!channels) return []
    if ('mix' in channels) return channels.mix.flat()
    return [
      ...(channels.tracks ?? []).map((track) => ({ track, channel: 0 })),
      ...(channels.of ?? []).map((channel) => ({ track: 0, channel })),
    ]
  })
  return {
    tracks: Math.max(0, ...wanted.map(({ track }) => track)) + 1,
    channels: Math.max(1, ...wanted.map(({ channel }) => channel)) + 1,
  }
}

function graphFor({ streams }: Media): string {
  return streams
    .flatMap((stream, at) => {
      if (stream.type === 'video')
        return [`testsrc2=s=${stream.width}x${stream.height}:r=25:d=${SECONDS},format=yuv420p[out${at}]`]
      if (stream.type !== 'audio') return []
      const layout = stream.layout ?? 'stereo'
      return [`anullsrc=channel_layout=${layout}:sample_rate=48000,atrim=duration=${SECONDS}[out${at}]`]
    })
    .join(';')
}
