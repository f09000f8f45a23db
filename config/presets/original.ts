/** Preset that copies the streams into a container that players support, without re-encoding. */
export default {
  tag: 'original',
  description: 'The streams of the source, copied unchanged into an mp4, mov or mkv file.',
  container: 'as-fits',
  faststart: true,
  video: 'copy',
  audio: 'copy',
} as const
