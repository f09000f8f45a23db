/** The AAC of several presets, without its bit rate. */
export const AAC = {
  encoder: 'aac',
  sampleRate: 48_000,
  mostChannels: 2,
  tracks: 'default',
  monoTracks: 'stereo pairs',
} as const
