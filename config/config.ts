/** Every setting: its variable, unit, default and check. `server/main.ts` reads them once; the others get values. */
import type { Setting } from './kinds.ts'
import { MACHINE } from './settings/machine.ts'
import { MEDIA } from './settings/media.ts'
import { QUEUE } from './settings/queue.ts'
import { SERVER } from './settings/server.ts'

/** The settings by what they are about, for the reference. */
export const SUBJECTS = {
  'The server': SERVER,
  'Media and programs': MEDIA,
  'This machine': MACHINE,
  'The queue': QUEUE,
} as const

export const SETTINGS = { ...SERVER, ...MEDIA, ...MACHINE, ...QUEUE } as const

export type Config = {
  readonly [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never
}

/** Reads all settings; all that is wrong is told at once. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly config: Config } | { readonly wrong: readonly string[] } {
  const wrong: string[] = []
  const values = Object.entries(SETTINGS).map(([name, { variable, read }]) => {
    // An empty variable is how many tools leave one out.
    const given = environment[variable] || undefined
    const answer = (read as Setting<unknown>['read'])(given)
    if ('expected' in answer) wrong.push(`${variable}: expected ${answer.expected}, got “${given}”`)
    return [name, 'value' in answer ? answer.value : undefined]
  })
  return wrong.length > 0 ? { wrong } : { config: Object.fromEntries(values) as Config }
}
