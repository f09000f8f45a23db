/** Log levels: their looks and the level filter. Pure. */
import type { LogLine } from '../live/message.ts'
import type { Tone } from '../state/look.ts'

export type Level = LogLine['level']

interface LevelLook {
  readonly word: string
  readonly tone: Tone
  /** Severity: the filter shows a level and those above it. */
  readonly rank: number
}

export const LEVEL_LOOK = {
  debug: { word: 'DEBUG', tone: 'idle', rank: 0 },
  info: { word: 'INFO', tone: 'running', rank: 1 },
  warning: { word: 'WARNING', tone: 'warning', rank: 2 },
  error: { word: 'ERROR', tone: 'bad', rank: 3 },
} as const satisfies Record<Level, LevelLook>

/** The labels of the level filter. */
export const LEVEL_CHOICES = {
  debug: 'All levels',
  info: 'Info and above',
  warning: 'Warning and above',
  error: 'Errors only',
} as const satisfies Record<Level, string>

/** Reads the minimum level from the URL. Default: all levels. */
export function readLevel(text: string | null): Level {
  return text !== null && Object.hasOwn(LEVEL_LOOK, text) ? (text as Level) : 'debug'
}

/** The lines at or above a level. */
export function ofLevel(lines: readonly LogLine[], minimum: Level): readonly LogLine[] {
  if (minimum === 'debug') return lines
  const { rank } = LEVEL_LOOK[minimum]
  return lines.filter(({ level }) => LEVEL_LOOK[level].rank >= rank)
}

export interface Serious {
  readonly warnings: number
  readonly errors: number
}

export function seriousOf(lines: readonly LogLine[]): Serious {
  const count = (wanted: Level) => lines.reduce((sum, { level }) => sum + (level === wanted ? 1 : 0), 0)
  return { warnings: count('warning'), errors: count('error') }
}
