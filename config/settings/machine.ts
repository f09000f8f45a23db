/** What this machine is and can do. */
import { integer, optional, optionalInteger, setting } from '../kinds.ts'

export const MACHINE = {
  nodeName: setting(
    'NODE_NAME',
    'Name of this node. Absent: the name of the machine.',
    optional(/./, 'a name'),
  ),
  cpuSlots: setting(
    'CPU_SLOTS',
    'How many steps may run on this machine at once. Absent: one for each processor.',
    optionalInteger(1, 1_024),
  ),
  gpuEncodeSlots: setting(
    'GPU_ENCODE_SLOTS',
    'How many steps may encode on GPUs of this machine at once.',
    integer(0, 0, 1_024),
  ),
  gpuAiSlots: setting(
    'GPU_AI_SLOTS',
    'How many steps may run models on GPUs of this machine at once.',
    integer(0, 0, 1_024),
  ),
  encoders: setting(
    'ENCODERS',
    'Hardware encoders of this machine, by the names ffmpeg has for them, as `h264_nvenc hevc_nvenc`.',
    optional(/./, 'names of encoders'),
  ),
  gpuMemory: setting(
    'GPU_MEMORY',
    'Memory of each GPU of this machine, MiB, as `24000 8000`.',
    optional(/^\d+([\s,]+\d+)*$/, 'whole numbers'),
  ),
  reaches: setting(
    'REACHES',
    'Storages that this machine reaches, by name or id, as `media VX-2`: those of STORAGES are VX-1, VX-2 … in their order, the media folders that are in none of them come after, by the name of the folder. Absent: all. Like slots, encoders and GPUs it is of the machine: give all workers on one the same, as what the last to start says holds for each of them.',
    optional(/./, 'names or ids of storages'),
  ),
} as const
