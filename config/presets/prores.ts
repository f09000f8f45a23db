/** Preset for a ProRes mezzanine for editing. */
export default {
  tag: 'prores',
  description: '10-bit Apple ProRes 422 with all audio streams as 24-bit PCM, in a mov.',
  container: 'mov',
  faststart: false,
  video: {
    encoder: 'prores_ks',
    pixelFormat: 'yuv422p10le',
    constantRate: true,
    fields: 'keep',
    hdr: 'keep',
    options: { profile: 'standard', vendor: 'apl0' }, // some editors reject ProRes of any other vendor
  },
  audio: { encoder: 'pcm_s24le', sampleRate: 48_000, tracks: 'all' },
} as const
