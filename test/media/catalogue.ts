/** All clips of the corpus, by what is special about them. */
import type { Clip } from './clip.ts'
import { COLOR } from './clips/color.ts'
import { CONTAINERS } from './clips/containers.ts'
import { DAMAGE } from './clips/damage.ts'
import { EXTRAS } from './clips/extras.ts'
import { INTERLACED } from './clips/interlaced.ts'
import { LENGTHS } from './clips/lengths.ts'
import { NAMES } from './clips/names.ts'
import { RATES } from './clips/rates.ts'
import { SIZES } from './clips/sizes.ts'
import { SOUND } from './clips/sound.ts'
import { THUMBNAILS } from './clips/thumbnails.ts'
import { TRACKS } from './clips/tracks.ts'

export const SUBJECTS: readonly { readonly title: string; readonly clips: readonly Clip[] }[] = [
  { title: 'Lengths', clips: LENGTHS },
  { title: 'Damage', clips: DAMAGE },
  { title: 'Frame rates', clips: RATES },
  { title: 'Tracks', clips: TRACKS },
  { title: 'Subtitles, covers, chapters, data', clips: EXTRAS },
  { title: 'Sound', clips: SOUND },
  { title: 'Interlaced video', clips: INTERLACED },
  { title: 'Color', clips: COLOR },
  { title: 'Stills and rare key frames', clips: THUMBNAILS },
  { title: 'Sizes', clips: SIZES },
  { title: 'Containers', clips: CONTAINERS },
  { title: 'Names', clips: NAMES },
]

export const CLIPS: readonly Clip[] = SUBJECTS.flatMap(({ clips }) => clips)
