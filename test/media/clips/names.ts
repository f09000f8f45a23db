/** Clips with awkward names. */
import { type Clip, encoded, H264, picture } from '../clip.ts'

const named = (name: string, property: string) => encoded(name, property, [...picture(1), ...H264])

// biome-ignore format: an option and its value on one line
export const NAMES: readonly Clip[] = [
  named(`It's "take 2": 100%d & $HOME; a\\b.mp4`, 'a name with spaces, quotes, a colon, %d and a backslash'),
  named('-version.mp4', 'a name that begins like an option'),
  // Two bytes each.
  named(`${'ü'.repeat(123)}.mp4`, 'a name of 250 bytes'),
]
