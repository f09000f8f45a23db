/** A mezzanine for editing in ProRes. */
export default {
  tag: 'prores',
  description: 'Apple ProRes 422 in 10 bit with all sound as 24 bit PCM, in a mov.',
  container: 'mov',
  faststart: false,
  video: {
    encoder: 'prores_ks',
    pixelFormat: 'yuv422p10le',
    options: { profile: 'standard', vendor: 'apl0' }, // some editors refuse ProRes that does not name Apple
  },
  audio: { encoder: 'pcm_s24le', sampleRate: 48_000, tracks: 'all' },
} as const
