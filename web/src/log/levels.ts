/** Levels of a log: how they look, and which are wanted. Pure. */
import type { LogLine } from '../live/message.ts'
import type { Tone } from '../state/look.ts'

export type Level = LogLine['level']

interface LevelLook {
  readonly word: string
  readonly tone: Tone
  /** What it matters: a filter wants a level and those above. */
  readonly rank: number
}

export const LEVEL_LOOK = {
  debug: { word: 'DEBUG', tone: 'idle', rank: 0 },
  info: { word: 'INFO', tone: 'running', rank: 1 },
  warning: { word: 'WARNING', tone: 'warning', rank: 2 },
  error: { word: 'ERROR', tone: 'bad', rank: 3 },
} as const satisfies Record<Level, LevelLook>

/** The least level that is wanted, as it is offered. */
export const LEVEL_CHOICES = {
  debug: 'All levels',
  info: 'Info and up',
  warning: 'Warnings and up',
  error: 'Errors',
} as const satisfies Record<Level, string>

/** Reads it from a URL; what is not known is all levels. */
export function readLevel(text: string | null): Level {
  return text !== null && Object.hasOwn(LEVEL_LOOK, text) ? (text as Level) : 'debug'
}

/** The lines that matter at least that much. */
export function ofLevel(lines: readonly LogLine[], least: Level): readonly LogLine[] {
  if (least === 'debug') return lines
  const { rank } = LEVEL_LOOK[least]
  return lines.filter(({ level }) => LEVEL_LOOK[level].rank >= rank)
}
