/** The source as it is, in a container that players open: nothing is coded anew. */
export default {
  tag: 'original',
  description: 'The streams of the source, copied as they are into mp4, mov or mkv.',
  container: 'as-fits',
  faststart: true,
  video: 'copy',
  audio: 'copy',
} as const
