/** What a preset makes of a source, file by file. */
import { audioOf, type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import type { NotPlanned } from '../../tasks/ffmpeg/plan/rendition.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'

/** `suffix`: of the name of the file. */
interface PresetPart {
  readonly preset: Preset
  readonly suffix: string
}

/** One, or with `monoFile` the video and each channel. Pure. */
export function partsOf(preset: Preset, media: Media): readonly PresetPart[] {
  const whole = [{ preset, suffix: '' }]
  if (preset.video === 'copy' || !preset.monoFile || preset.audio === 'none') return whole
  const { audio, monoFile: _mono, ...rest } = preset
  const channels = audioOf(media).flatMap((stream, track) =>
    Array.from({ length: stream.channels }, (_, channel) => ({ track, channel, gain: 1 })),
  )
  if (channels.length === 0) return whole
  const hasVideo = preset.video !== 'none' && videoOf(media) !== undefined
  return [
    ...(hasVideo ? [{ preset: { ...rest, audio: 'none' as const }, suffix: '' }] : []),
    ...channels.map((channel, at) => ({
      preset: { ...rest, video: 'none' as const, audio: { ...audio, channels: { mix: [[channel]] } } },
      suffix: `-${at + 1}`,
    })),
  ]
}

/** The preset with the real paths of the pictures that it lays over the video. */
export async function picturesFound(
  preset: Preset,
  mediaRoots: readonly string[],
): Promise<Preset | NotPlanned> {
  if (preset.video === 'copy' || preset.video === 'none' || !preset.video.drawings) return preset
  const drawings: (typeof preset.video.drawings)[number][] = []
  for (const drawing of preset.video.drawings) {
    if (drawing.draws !== 'picture') {
      drawings.push(drawing)
      continue
    }
    const place = await insideRoots(drawing.path, mediaRoots)
    if ('refused' in place) return place
    if ('missing' in place) return { refused: `“${drawing.path}” does not exist` }
    drawings.push({ ...drawing, path: place.path })
  }
  return { ...preset, video: { ...preset.video, drawings } }
}
