/** Preset for a small browsing proxy that is quick to make and to load. */
import { AAC } from '../aac.ts'

export default {
  tag: 'lowres',
  description: 'H.264 up to 640×360 at CRF 28, with AAC at 96 kbit/s, in an mp4 that plays while it loads.',
  container: 'mp4',
  faststart: true,
  video: {
    encoder: 'libx264',
    pixelFormat: 'yuv420p',
    box: { width: 640, height: 360 },
    options: { preset: 'veryfast', crf: 28 },
  },
  audio: { ...AAC, bitRate: '96k' },
} as const
