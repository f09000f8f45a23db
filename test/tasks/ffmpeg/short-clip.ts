/** A short clip and plans of transcodes of it, for the tests that run ffmpeg. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import type { TranscodePlan } from '../../../tasks/ffmpeg/plan/command.ts'
import type { Preset } from '../../../tasks/ffmpeg/plan/preset.ts'
import { folder, H264, make, PICTURE, programs, TONE } from '../machine.ts'
import { planned } from './plan.ts'

export const never = new AbortController().signal

/** The caller disposes of `place`, the folder of the clip and of the outputs. */
export async function shortClip() {
  const found = await programs()
  const place = await folder()
  const clip = await make(join(place.path, 'clip.mp4'), [
    ...PICTURE(2),
    ...TONE(2),
    ...H264,
    '-g',
    '5',
    '-c:a',
    'aac',
  ])

  async function mediaOf(path: string): Promise<Media> {
    const probed = await probe(path, { ffprobe: found.ffprobe, signal: never })
    assert.ok(probed.ended === 'done')
    return probed.media
  }

  const media = await mediaOf(clip)

  function plan(preset: Preset, name: string, more: Partial<TranscodePlan> = {}): TranscodePlan {
    const source = more.media ?? media
    const made = planned(preset, source, more.range, more.input ?? clip)
    return {
      ffmpeg: found.ffmpeg,
      input: clip,
      media,
      outputs: [{ plan: made, path: join(place.path, name) }],
      ...more,
    }
  }

  return { place, media, mediaOf, plan }
}
