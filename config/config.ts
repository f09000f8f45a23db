/** Collects all settings and reads them from the environment; only `server/main.ts` does so. */
import type { Setting } from './kinds.ts'
import { ACCESS } from './settings/access.ts'
import { MACHINE } from './settings/machine.ts'
import { MEDIA } from './settings/media.ts'
import { QUEUE } from './settings/queue.ts'
import { RETENTION } from './settings/retention.ts'
import { SCRIPTS } from './settings/scripts.ts'
import { SERVER } from './settings/server.ts'
import { TRANSFERS } from './settings/transfers.ts'

/** The settings by subject, as in the reference documentation. */
export const SUBJECTS = {
  'The server': SERVER,
  Access: ACCESS,
  'Media and programs': MEDIA,
  Transfers: TRANSFERS,
  'This machine': MACHINE,
  'The queue': QUEUE,
  Scripts: SCRIPTS,
  Retention: RETENTION,
} as const

export const SETTINGS = {
  ...SERVER,
  ...ACCESS,
  ...MEDIA,
  ...TRANSFERS,
  ...MACHINE,
  ...QUEUE,
  ...SCRIPTS,
  ...RETENTION,
} as const

export type Config = {
  readonly [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never
}

export type Environment = Readonly<Record<string, string | undefined>>

/** An invalid setting, and the message about it. */
export interface InvalidSetting {
  readonly setting: keyof Config
  readonly message: string
}

/** Returns the configuration, or in `wrong` one message for each invalid setting. Pure. */
export function readConfig(
  environment: Environment,
): { readonly config: Config } | { readonly wrong: readonly string[] } {
  const { config, invalid } = readSettings(environment)
  return invalid.length > 0 ? { wrong: invalid.map(({ message }) => message) } : { config }
}

/** Returns the configuration, with the defaults of invalid settings in their place. Pure. */
export function readSettings(environment: Environment): {
  readonly config: Config
  readonly invalid: readonly InvalidSetting[]
} {
  const invalid: InvalidSetting[] = []
  const values = Object.entries(SETTINGS).map(([name, declared]) => {
    const { variable, read, isSecret } = declared as Setting<unknown>
    // An empty variable counts as not set: many tools cannot omit one.
    const given = environment[variable] || undefined
    const answer = read(given)
    if ('value' in answer) return [name, answer.value]
    const got = isSecret ? '' : `, got “${given}”`
    const message = `${variable}: expected ${answer.expected}${got}`
    invalid.push({ setting: name as keyof Config, message })
    const fallback = read(undefined)
    return [name, 'value' in fallback ? fallback.value : undefined]
  })
  return { config: Object.fromEntries(values) as Config, invalid }
}
