import { First } from './0001-first.ts'
import { Waiting } from './0002-waiting.ts'
import { Tokens } from './0003-tokens.ts'
import { Deadlines } from './0004-deadlines.ts'
import { Wants } from './0005-wants.ts'
import { Cleanup } from './0006-cleanup.ts'
import { AllMoved } from './0007-all-moved.ts'
import { Placements } from './0008-placements.ts'
import { Clock } from './0009-clock.ts'

/** Every migration in order; one line each. A released one is never edited. */
export const MIGRATIONS = [
  { name: '0001-first', class: First },
  { name: '0002-waiting', class: Waiting },
  { name: '0003-tokens', class: Tokens },
  { name: '0004-deadlines', class: Deadlines },
  { name: '0005-wants', class: Wants },
  { name: '0006-cleanup', class: Cleanup },
  { name: '0007-all-moved', class: AllMoved },
  { name: '0008-placements', class: Placements },
  { name: '0009-clock', class: Clock },
] as const
