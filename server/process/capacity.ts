import { availableParallelism } from 'node:os'
import type { Config } from '../../config/config.ts'
import type { HostCapacity } from '../../schema/queries/nodes/join-node.ts'
import { WrongSetting } from '../queue/rules.ts'
import { storagesOf } from './tools.ts'

/** What this machine has for steps, as the settings say. Throws WrongSetting for a storage that is none. */
export function capacityOf(config: Config): HostCapacity {
  const { cpuSlots, gpuEncodeSlots, gpuAiSlots, encoders, gpuMemory } = config
  return {
    slots: {
      cpu: cpuSlots ?? availableParallelism(),
      ...(gpuEncodeSlots > 0 && { gpu_encode: gpuEncodeSlots }),
      ...(gpuAiSlots > 0 && { gpu_ai: gpuAiSlots }),
    },
    encoders: words(encoders),
    gpus: Object.fromEntries(words(gpuMemory).map((memory, at) => [`gpu${at}`, Number(memory)])),
    reaches: reachesOf(config),
  }
}

/** The ids of the storages it reaches, which REACHES gives as they are or by name; null: all. */
function reachesOf(config: Config): readonly string[] | null {
  const { reaches } = config
  if (reaches === undefined) return null
  const storages = storagesOf(config)
  const ids = words(reaches).map((word) =>
    // An id may be that of a storage which only the other machines declare.
    SITE_ID.test(word) ? word : storages.find(({ name }) => name === word)?.id,
  )
  if (ids.every((id) => id !== undefined)) return ids
  const known = storages.map(({ id, name }) => `${name} or ${id}`).join(', ')
  throw new WrongSetting(`REACHES: expected names or ids of storages (${known}), got “${reaches}”`)
}

const SITE_ID = /^VX-\d+$/

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[\s,]+/).filter((word) => word !== '')
}
