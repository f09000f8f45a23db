/** The label and the icon of each action. */
import type { IconName } from '../ui/icons.ts'
import type { JobAction } from './offered.ts'

interface ActionLook {
  readonly word: string
  readonly icon: IconName
  /** The action cannot be undone. */
  readonly harms?: true
}

// biome-ignore format: a table
export const ACTION_LOOK: Readonly<Record<JobAction, ActionLook>> = {
  're-run':   { word: 'Run again',      icon: 'again' },
  'run-step': { word: 'Run step',       icon: 'play' },
  'release':  { word: 'Release',        icon: 'tick' },
  'pause':    { word: 'Pause',          icon: 'pause' },
  'resume':   { word: 'Resume',         icon: 'play' },
  'priority': { word: 'Priority',       icon: 'tick' },
  'stop':     { word: 'Stop',           icon: 'stop', harms: true },
  'abort':    { word: 'Abort',          icon: 'slash', harms: true },
  'delete':   { word: 'Delete',         icon: 'bin', harms: true },
}
