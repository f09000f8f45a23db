/** Preset that keeps HDR, for players that support HEVC with 10 bits. */
import { AAC } from '../aac.ts'

export default {
  tag: 'hevc-hdr',
  description:
    '10-bit HEVC at CRF 24 that keeps PQ and HLG, with AAC at 128 kbit/s, in an mp4 that plays while it loads.',
  container: 'mp4',
  faststart: true,
  video: {
    encoder: 'libx265',
    pixelFormat: 'yuv420p10le',
    hdr: 'keep',
    // Apple's players require the tag hvc1. Without log-level, x265 writes a log to stderr.
    options: { preset: 'medium', crf: 24, tag: 'hvc1', 'x265-params': 'log-level=error' },
  },
  audio: { ...AAC, bitRate: '128k' },
} as const
