/** The needs of a transcode step. */

import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import type { Metadata, Needs } from '../engine/declare/step.ts'
import { reachingSourceAndOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { presetsOf } from './renditions.ts'

/** A GPU with the encoder that a preset requires, else a `cpu` slot. Pure. */
export function transcodeNeeds(metadata: Metadata, tools: Tools): Needs {
  const presets = presetsOf(metadata, tools.presets)
  const onGpu =
    'unknown' in presets ? undefined : presets.find((preset) => encoderOnGpu(preset) !== undefined)
  const encoder = onGpu && encoderOnGpu(onGpu)
  const gpu = onGpu && encoder !== undefined
  return {
    ...reachingSourceAndOutput(metadata, tools),
    media: true,
    ...(gpu && { category: 'gpu_encode', encoder, vramMiB: vramOf(onGpu) }),
  }
}

/** The encoder of the preset, if it is a GPU encoder. */
export function encoderOnGpu({ video }: Preset): string | undefined {
  if (video === 'none' || video === 'copy') return undefined
  return /_(nvenc|vaapi|qsv|amf)$/.test(video.encoder) ? video.encoder : undefined
}

/**
 * GPU memory, MiB, by the maximum size of the video; a preset without a maximum may receive 8K. An encoder
 * holds about 20 frames and its context.
 */
function vramOf({ video }: Preset): number {
  const box = video === 'none' || video === 'copy' ? undefined : video.box
  if (box === undefined) return 2_000
  return box.width * box.height <= FULL_HD ? 500 : 1_000
}

const FULL_HD = 1920 * 1088
