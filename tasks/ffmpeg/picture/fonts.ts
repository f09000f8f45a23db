/** The fonts that are drawn on pictures, which come with Callsheet. */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const { resolve } = createRequire(import.meta.url)

/** Paths by name. */
export const FONTS = {
  'DejaVu Sans': resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  'DejaVu Sans Bold': resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  'DejaVu Sans Mono': resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'),
} as const

export const FONT_FOLDER = dirname(FONTS['DejaVu Sans'])
