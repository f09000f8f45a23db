/** Generated clips that stand for media as it comes, by what is special about them. */
import { COLORS } from './clips/colors.ts'
import { DAMAGE } from './clips/damage.ts'
import { INTERLACED } from './clips/interlaced.ts'
import { LAYOUTS } from './clips/layouts.ts'
import { LENGTHS } from './clips/lengths.ts'
import { RATES } from './clips/rates.ts'
import { KINDS, SIZES } from './clips/sizes.ts'
import { STREAMS } from './clips/streams.ts'
import type { Clip } from './sources.ts'

export const SUBJECTS: readonly { readonly title: string; readonly clips: readonly Clip[] }[] = [
  { title: 'Lengths', clips: LENGTHS },
  { title: 'Damage', clips: DAMAGE },
  { title: 'Frame rates', clips: RATES },
  { title: 'Streams', clips: STREAMS },
  { title: 'Channels', clips: LAYOUTS },
  { title: 'Interlaced video', clips: INTERLACED },
  { title: 'Colors and stills', clips: COLORS },
  { title: 'Sizes and names', clips: SIZES },
  { title: 'Containers', clips: KINDS },
]

export const CLIPS: readonly Clip[] = SUBJECTS.flatMap(({ clips }) => clips)
