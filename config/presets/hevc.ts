/** Preset with half the file size of `web` at the same quality, for players that support HEVC. */
import { AAC } from '../aac.ts'

export default {
  tag: 'hevc',
  description: 'HEVC at CRF 26, with AAC at 128 kbit/s, in an mp4 that plays while it loads.',
  container: 'mp4',
  faststart: true,
  video: {
    encoder: 'libx265',
    pixelFormat: 'yuv420p',
    // Apple's players require the tag hvc1. Without log-level, x265 writes a log to stderr.
    options: { preset: 'medium', crf: 26, tag: 'hvc1', 'x265-params': 'log-level=error' },
  },
  audio: { ...AAC, bitRate: '128k' },
} as const
