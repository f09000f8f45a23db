/** A mezzanine for editing in DNxHR. The picture must be at least 256×120. */
export default {
  tag: 'dnxhr',
  description: 'Avid DNxHR SQ in 8 bit with all sound as 24 bit PCM, in a mov.',
  container: 'mov',
  faststart: false,
  video: { encoder: 'dnxhd', pixelFormat: 'yuv422p', options: { profile: 'dnxhr_sq' } },
  audio: { encoder: 'pcm_s24le', sampleRate: 48_000, tracks: 'all' },
} as const
