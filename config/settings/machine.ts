/** Settings of this machine and its capacity. */
import { integer, optional, optionalInteger, setting } from '../kinds.ts'

export const MACHINE = {
  nodeName: setting('NODE_NAME', 'Name of this node. If not set: the host name.', optional(/\S/, 'a name')),
  cpuSlots: setting(
    'CPU_SLOTS',
    'Maximum number of steps that run on this machine at once. If not set: one for each processor.',
    optionalInteger(1, 1_024),
  ),
  gpuEncodeSlots: setting(
    'GPU_ENCODE_SLOTS',
    'Maximum number of steps that encode on GPUs of this machine at once.',
    integer(0, 0, 1_024),
  ),
  gpuAiSlots: setting(
    'GPU_AI_SLOTS',
    'Maximum number of steps that run models on GPUs of this machine at once.',
    integer(0, 0, 1_024),
  ),
  encoders: setting(
    'ENCODERS',
    'Hardware encoders of this machine, by their ffmpeg names, such as `h264_nvenc hevc_nvenc`.',
    optional(/^[\w-]+([\s,]+[\w-]+)*$/, 'encoder names separated by spaces'),
  ),
  gpuMemory: setting(
    'GPU_MEMORY',
    'Memory of each GPU of this machine, MiB, such as `24000 8000`.',
    optional(/^[1-9]\d{0,6}([\s,]+[1-9]\d{0,6})*$/, 'whole numbers from 1 to 9999999'),
  ),
  reaches: setting(
    'REACHES',
    'Storages that this machine reaches, by name or id, such as `media VX-2`. ' +
      'Those of STORAGES are VX-1, VX-2 … in order; ' +
      'the media roots outside of them follow, named after their folders. If not set: all. ' +
      'Slots, encoders, GPUs and reached storages belong to the machine: ' +
      'give all workers on it the same values, because those of the last one to start apply to all.',
    optional(/\S/, 'storage names or ids'),
  ),
} as const
