/** Derives the capacity of this machine from the settings. */
import { availableParallelism } from 'node:os'
import type { Config } from '../../config/config.ts'
import { words } from '../../config/kinds.ts'
import type { HostCapacity } from '../../schema/queries/nodes/join-node.ts'
import { CannotStart } from './cannot-start.ts'
import { storagesOf } from './tools.ts'

/** The slots, encoders, GPUs and storages of this machine. Throws CannotStart for an unknown storage. */
export function capacityOf(config: Config): HostCapacity {
  const { gpuEncodeSlots, gpuAiSlots, encoders, gpuMemory } = config
  return {
    slots: {
      cpu: cpuSlotsOf(config),
      ...(gpuEncodeSlots > 0 && { gpu_encode: gpuEncodeSlots }),
      ...(gpuAiSlots > 0 && { gpu_ai: gpuAiSlots }),
    },
    encoders: words(encoders),
    gpus: Object.fromEntries(words(gpuMemory).map((memory, at) => [`gpu${at}`, Number(memory)])),
    reaches: reachesOf(config),
  }
}

export function cpuSlotsOf({ cpuSlots }: Pick<Config, 'cpuSlots'>): number {
  return cpuSlots ?? availableParallelism()
}

/** The ids of the storages in REACHES, which gives names or ids; null for all storages. */
function reachesOf(config: Config): readonly string[] | null {
  const { reaches } = config
  if (reaches === undefined) return null
  const storages = storagesOf(config)
  const ids = words(reaches).map((word) =>
    // An unknown id is valid: it may be that of a storage that only other machines declare.
    SITE_ID.test(word) ? word : storages.find(({ name }) => name === word)?.id,
  )
  if (ids.every((id) => id !== undefined)) return ids
  const known = storages.map(({ id, name }) => `${name} or ${id}`).join(', ')
  throw new CannotStart(`REACHES: expected storage names or ids (${known}), got “${reaches}”`)
}

const SITE_ID = /^VX-\d+$/
