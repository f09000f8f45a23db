/** Preset that copies the streams without re-encoding. */
export default {
  tag: 'original',
  description:
    'All streams of the source, copied unchanged into a file of its own kind, or else an mp4, mov or mkv.',
  container: 'own',
  faststart: true,
  video: 'copy',
  audio: 'copy',
} as const
