/** Preset for the audio alone. */
export default {
  tag: 'audio',
  description: 'AAC at 128 kbit/s without video, in an m4a that plays while it loads.',
  container: 'm4a',
  faststart: true,
  video: 'none',
  audio: {
    encoder: 'aac',
    bitRate: '128k',
    sampleRate: 48_000,
    mostChannels: 2,
    tracks: 'default',
    monoTracks: 'stereo pairs',
  },
} as const
