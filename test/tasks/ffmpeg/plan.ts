/** Media and presets for transcode plans. */
import assert from 'node:assert/strict'

import type { Audio, Media, Stream, Video } from '../../../tasks/ffmpeg/media.ts'
import { planOf } from '../../../tasks/ffmpeg/plan/plan.ts'
import type { Preset } from '../../../tasks/ffmpeg/plan/preset.ts'
import type { RenditionPlan } from '../../../tasks/ffmpeg/plan/rendition.ts'
import type { Range } from '../../../tasks/ffmpeg/plan/taken.ts'

export const PICTURE: Video = {
  type: 'video',
  index: 0,
  codec: 'h264',
  width: 320,
  height: 240,
  frameRate: { frames: 25, seconds: 1 },
  pixelFormat: 'yuv420p',
  color: { matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' },
  rotation: 0,
  durationS: 2,
}

export const SOUND: Audio = {
  type: 'audio',
  index: 1,
  codec: 'aac',
  channels: 2,
  layout: 'stereo',
  sampleRate: 48_000,
  durationS: 2,
}

/** The plan of a rendition that is not refused. */
export function planned(preset: Preset, media: Media, range?: Range, path = '/in.mp4'): RenditionPlan {
  const plan = planOf(preset, { path, media }, range)
  assert.ok(!('refused' in plan), 'refused' in plan ? plan.refused : '')
  return plan
}

export function mediaWith(...streams: readonly Stream[]): Media {
  return { format: 'mov,mp4,m4a,3gp,3g2,mj2', durationS: 2, sizeBytes: 100_000, bitRate: 400_000, streams }
}

type Encoded = Exclude<Preset, { readonly video: 'copy' }>

export const PROXY: Encoded = {
  tag: 'proxy',
  description: '',
  container: 'mp4',
  faststart: true,
  video: {
    encoder: 'libx264',
    pixelFormat: 'yuv420p',
    box: { width: 640, height: 360 },
    options: { preset: 'ultrafast', crf: 28 },
  },
  audio: { encoder: 'aac', bitRate: '96k', sampleRate: 48_000, mostChannels: 2, tracks: 'first' },
}

export const MEZZANINE: Encoded = {
  tag: 'mezzanine',
  description: '',
  container: 'mov',
  faststart: false,
  video: { encoder: 'prores_ks', pixelFormat: 'yuv422p10le', options: { profile: 'standard' } },
  audio: { encoder: 'pcm_s24le', sampleRate: 48_000, tracks: 'all' },
}

export const SOUND_ONLY: Encoded = { ...PROXY, tag: 'sound', container: 'm4a', video: 'none' }
export const PICTURE_ONLY: Encoded = { ...PROXY, tag: 'picture', audio: 'none' }
export const COPY: Preset = { ...PROXY, tag: 'copy', container: 'own', video: 'copy', audio: 'copy' }
