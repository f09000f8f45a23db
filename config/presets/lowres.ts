/** Preset for a small browsing proxy that is quick to make and to load. */
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
  audio: {
    encoder: 'aac',
    bitRate: '96k',
    sampleRate: 48_000,
    mostChannels: 2,
    tracks: 'default',
    monoTracks: 'stereo pairs',
  },
} as const
