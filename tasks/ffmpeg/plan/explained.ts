/** Explains a plan in words. Pure. */
import type { PlannedStream, RenditionPlan } from './rendition.ts'

/** A line for each stream, such as `lowres (mp4): video: 640×360, scaled`, then what is not taken and why. */
export function explained({ tag, container, streams, notTaken }: RenditionPlan): readonly string[] {
  return [...streams.map((stream) => line(stream)), ...lost(notTaken)].map(
    (text) => `${tag} (${container.extension.slice(1)}): ${text}`,
  )
}

/** Those of one reason in one line: `audio 2, audio 3 not taken: the preset takes the first track`. */
function lost(notTaken: RenditionPlan['notTaken']): readonly string[] {
  const reasons = [...new Set(notTaken.map(({ why }) => why))]
  return reasons.map((why) => {
    const names = notTaken.filter((one) => one.why === why).map(({ name }) => name)
    return `${names.join(', ')} not taken: ${why}`
  })
}

function line(stream: PlannedStream): string {
  const words = [madeAs(stream), ...stream.changes].filter((word) => word !== '')
  return `${stream.name}: ${words.join(', ')}`
}

/** Its size or channels. */
function madeAs(stream: PlannedStream): string {
  if (stream.type === 'other') return ''
  if (stream.options.includes('copy')) return ''
  if (stream.type === 'video') return `${stream.expected.width}×${stream.expected.height}`
  const { layout, channels } = stream.expected
  return layout ?? `${channels} ${channels === 1 ? 'channel' : 'channels'}`
}
