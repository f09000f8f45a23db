/** Preset for the audio alone. */
import { AAC } from '../aac.ts'

export default {
  tag: 'audio',
  description: 'AAC at 128 kbit/s without video, in an m4a that plays while it loads.',
  container: 'm4a',
  faststart: true,
  video: 'none',
  audio: { ...AAC, bitRate: '128k' },
} as const
