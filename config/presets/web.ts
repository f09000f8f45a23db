/** Preset for web players: full size, at a bit rate for home connections. */
import { AAC } from '../aac.ts'

export default {
  tag: 'web',
  description:
    'H.264 High at CRF 23, at most 2 Mbit/s, with AAC at 128 kbit/s, in an mp4 that plays while it loads.',
  container: 'mp4',
  faststart: true,
  video: {
    encoder: 'libx264',
    pixelFormat: 'yuv420p',
    options: { preset: 'medium', profile: 'high', crf: 23, maxrate: '2000k', bufsize: '4000k' },
  },
  audio: { ...AAC, bitRate: '128k' },
} as const
