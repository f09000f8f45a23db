/** Clips by the layout of their channels. */
import { type Clip, picture, silence, words, X264 } from '../sources.ts'

const clip = (name: string, layout: string, codec: string): Clip => ({
  ...{ name, property: `channels: ${layout}` },
  made: [...picture(), ...silence(layout), ...X264, ...words(codec)],
})

export const LAYOUTS: readonly Clip[] = [
  clip('surround.mkv', '5.1', '-c:a ac3'),
  clip('surround-side.mov', '5.1(side)', '-c:a pcm_s16le'),
  clip('seven.mkv', '7.1', '-c:a pcm_s16le'),
  clip('with-low.mov', 'FL+LFE', '-c:a pcm_s16le'),
  clip('two-one.mov', '2.1', '-c:a pcm_s16le'),
  clip('quad.mov', 'quad', '-c:a pcm_s16le'),
  clip('ambisonic.mkv', 'ambisonic 1', '-c:a libopus -mapping_family 2'),
  clip('thirty-two.mov', '32C', '-c:a pcm_s16le'),
  clip('six-unnamed.mkv', '6C', '-c:a pcm_s16le'),
  clip('only-right.mov', 'FR', '-c:a pcm_s16le'),
]
