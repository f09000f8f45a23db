/** Collects all settings and reads them from the environment; only `server/main.ts` does so. */
import type { Setting } from './kinds.ts'
import { MACHINE } from './settings/machine.ts'
import { MEDIA } from './settings/media.ts'
import { QUEUE } from './settings/queue.ts'
import { SERVER } from './settings/server.ts'

/** The settings by subject, as in the reference documentation. */
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

/** Returns the configuration, or in `wrong` one message for each invalid setting. Pure. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly config: Config } | { readonly wrong: readonly string[] } {
  const wrong: string[] = []
  const values = Object.entries(SETTINGS).map(([name, { variable, read }]) => {
    // An empty variable counts as not set: many tools cannot omit one.
    const given = environment[variable] || undefined
    const answer = (read as Setting<unknown>['read'])(given)
    if ('expected' in answer) wrong.push(`${variable}: expected ${answer.expected}, got “${given}”`)
    return [name, 'value' in answer ? answer.value : undefined]
  })
  return wrong.length > 0 ? { wrong } : { config: Object.fromEntries(values) as Config }
}
