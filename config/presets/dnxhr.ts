/** Preset for a DNxHR mezzanine for editing. The picture must be at least 256×120 pixels. */
export default {
  tag: 'dnxhr',
  description: '8-bit Avid DNxHR SQ with all audio streams as 24-bit PCM, in a mov.',
  container: 'mov',
  faststart: false,
  video: { encoder: 'dnxhd', pixelFormat: 'yuv422p', constantRate: true, options: { profile: 'dnxhr_sq' } },
  audio: { encoder: 'pcm_s24le', sampleRate: 48_000, tracks: 'all' },
} as const
