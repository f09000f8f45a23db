/** Derives the limits of a script from the settings and the metadata of its definition. */
import { type Config, SETTINGS } from '../../config/config.ts'
import { words } from '../../config/kinds.ts'
import type { ScriptEnvironment } from '../../steps/script/environment.ts'

/** A key of the metadata is the name of the setting in `Config`, and has its range. */
const LIMITS = ['scriptTime', 'scriptTimeout', 'scriptMemory', 'scriptStack', 'scriptLog'] as const

/** What the settings say of scripts: their limits, and the hosts that they may send requests to. */
export function scriptSettings(config: Config): Pick<ScriptEnvironment, 'limits' | 'hosts'> {
  return { limits: scriptLimits(config), hosts: words(config.scriptHosts) }
}

export function scriptLimits(config: Pick<Config, (typeof LIMITS)[number]>): ScriptEnvironment['limits'] {
  return (metadata) => {
    const values: Record<(typeof LIMITS)[number], number> = { ...config }
    for (const key of LIMITS) {
      const given = metadata[key]
      const read = SETTINGS[key].read(given)
      if ('expected' in read)
        return { flaw: `its metadata ${key}: expected ${read.expected}, got “${given}”` }
      if (given !== undefined) values[key] = read.value
    }
    const { scriptTime, scriptTimeout, scriptMemory, scriptStack, scriptLog } = values
    return {
      timeMs: scriptTime * 1_000,
      totalMs: scriptTimeout * 1_000,
      memoryBytes: scriptMemory * MIB,
      stackBytes: scriptStack * KIB,
      logBytes: scriptLog * KIB,
    }
  }
}

const KIB = 1_024
const MIB = 1_024 * KIB
