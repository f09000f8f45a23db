import { availableParallelism } from 'node:os'
import type { Config } from '../config/config.ts'
import type { HostCapacity } from '../schema/queries/join-node.ts'

/** What this machine has for steps, as the settings say. */
export function capacityOf(config: Config): HostCapacity {
  const { cpuSlots, gpuEncodeSlots, gpuAiSlots, encoders, gpuMemory, reaches } = config
  return {
    slots: {
      cpu: cpuSlots ?? availableParallelism(),
      ...(gpuEncodeSlots > 0 && { gpu_encode: gpuEncodeSlots }),
      ...(gpuAiSlots > 0 && { gpu_ai: gpuAiSlots }),
    },
    encoders: words(encoders),
    gpus: Object.fromEntries(words(gpuMemory).map((memory, at) => [`gpu${at}`, Number(memory)])),
    reaches: reaches === undefined ? null : words(reaches),
  }
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[\s,]+/).filter((word) => word !== '')
}
