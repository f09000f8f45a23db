/** How actions look: a verb and an icon. */
import type { IconName } from '../ui/icons.ts'
import type { JobAction } from './offered.ts'

interface ActionLook {
  readonly word: string
  readonly icon: IconName
  /** It cannot be taken back. */
  readonly harms?: true
}

// biome-ignore format: a table
export const ACTION_LOOK: Readonly<Record<JobAction, ActionLook>> = {
  're-run':   { word: 'Run again',      icon: 'again' },
  'run-step': { word: 'Run a step',     icon: 'play' },
  'release':  { word: 'Let it go on',   icon: 'tick' },
  'pause':    { word: 'Pause',          icon: 'pause' },
  'resume':   { word: 'Resume',         icon: 'play' },
  'priority': { word: 'Priority',       icon: 'tick' },
  'stop':     { word: 'Stop',           icon: 'stop', harms: true },
  'abort':    { word: 'Abort',          icon: 'slash', harms: true },
  'delete':   { word: 'Delete',         icon: 'bin', harms: true },
}
