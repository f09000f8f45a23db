/** Explains a plan in words. Pure. */
import type { PlannedStream, RenditionPlan } from './rendition.ts'

/** One line for each stream, then one for each that is not taken: `audio: 5.1 mixed down to stereo`. */
export function explained({ tag, container, streams, notTaken }: RenditionPlan): readonly string[] {
  return [...streams.map((stream) => line(stream)), ...notTaken].map(
    (text) => `${tag} (${container.extension.slice(1)}): ${text}`,
  )
}

function line(stream: PlannedStream): string {
  const words = [madeAs(stream), ...stream.changes].filter((word) => word !== '')
  return `${stream.name}: ${words.join(', ')}`
}

/** Its size or channels. */
function madeAs(stream: PlannedStream): string {
  if (stream.type === 'other') return ''
  const [, encoder = ''] = /^-c:\S+ (\S+)/.exec(stream.options.join(' ')) ?? []
  if (encoder === 'copy') return ''
  if (stream.type === 'video') return `${stream.expected.width}×${stream.expected.height}`
  const { layout, channels } = stream.expected
  return layout ?? `${channels} ${channels === 1 ? 'channel' : 'channels'}`
}
