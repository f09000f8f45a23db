/** Lists every migration in order, one line each. A released one is never edited. */
import { First } from './0001-first.ts'

export const MIGRATIONS = [{ name: '0001-first', class: First }] as const
