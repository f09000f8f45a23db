/** Whether NVIDIA GPUs can be used: the driver answers, and one frame can be encoded. */
import { readdirSync } from 'node:fs'
import type { Config } from '../../../config/config.ts'
import { words } from '../../../config/kinds.ts'
import type { ProgramEnvironment } from '../../../tasks/program/environment.ts'
import { run } from '../../../tasks/program/program.ts'

import type { Finding } from '../finding.ts'

export interface GpuFacts {
  /** The device files, such as `nvidia0`. */
  readonly devices: readonly string[]
  /** `found`: lines such as `NVIDIA L4, 23034, 550.54.15`; `failed`: what nvidia-smi says. */
  readonly smi:
    | { readonly missing: true }
    | { readonly failed: string }
    | { readonly found: readonly string[] }
  /** What the encoding of one frame said; empty if it succeeded; absent if it was not tried. */
  readonly encoding?: string
}

/** `ffmpeg`: its path, and whether it has h264_nvenc; undefined without ffmpeg. */
export async function lookAtGpus(
  env: ProgramEnvironment,
  ffmpeg: { readonly path: string; readonly hasNvenc: boolean } | undefined,
): Promise<GpuFacts> {
  const devices = devicesIn('/dev')
  const smi = await askDriver(env)
  if (!('found' in smi) || smi.found.length === 0 || !ffmpeg?.hasNvenc) return { devices, smi }
  return { devices, smi, encoding: await tryEncoder(ffmpeg.path, env) }
}

function devicesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /^nvidia\d+$/.test(name))
  } catch {
    return []
  }
}

async function askDriver(env: ProgramEnvironment): Promise<GpuFacts['smi']> {
  const lines: string[] = []
  const onLine = (line: string) => void lines.push(line)
  const question = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader,nounits']
  const limits = { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), env, onStdout: onLine, onStderr: onLine }
  const ended = await run(['nvidia-smi', ...question], limits)
  if (ended.ended === 'not-started') return { missing: true }
  const said = lines.filter((line) => line.trim() !== '')
  if (ended.ended === 'exited' && ended.code === 0) return { found: said }
  const silent = `nvidia-smi did not answer within ${ANSWER_WITHIN_MS / 1_000} s`
  return { failed: ended.ended === 'stopped' ? silent : said.join(' ') || `nvidia-smi ${ended.ended}` }
}

/** A driver that has hung answers never. */
const ANSWER_WITHIN_MS = 15_000

async function tryEncoder(path: string, env: ProgramEnvironment): Promise<string> {
  const ended = await run([path, ...ONE_FRAME], { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), env })
  if (ended.ended === 'exited' && ended.code === 0) return ''
  const tail = 'stderrTail' in ended ? ended.stderrTail : []
  return tail.find((line) => TELLING.test(line)) ?? tail[0] ?? ended.ended
}

const TELLING = /nvenc API version|minimum required|unsupported device|No capable devices|Cannot load/i

// biome-ignore format: an option and its value on one line
const ONE_FRAME = [
  '-hide_banner', '-nostdin', '-loglevel', 'error',
  '-f', 'lavfi', '-i', 'color=size=256x256:rate=25:duration=0.04',
  '-frames:v', '1', '-c:v', 'h264_nvenc', '-f', 'null', '-',
] as const

type Wanted = Pick<Config, 'encoders' | 'gpuMemory' | 'gpuEncodeSlots' | 'gpuAiSlots'>

/** A machine without a GPU is in order, unless settings count on one. Pure. */
export function gpuFindings(facts: GpuFacts, config: Wanted): readonly Finding[] {
  const needed = isNeeded(config)
  const broken = (says: string, mend: readonly string[]): readonly Finding[] => [
    { check: 'GPU', state: needed ? 'wrong' : 'warning', says, mend },
  ]
  const { devices, smi } = facts
  const without = ['unset ENCODERS GPU_MEMORY GPU_ENCODE_SLOTS GPU_AI_SLOTS']
  if ('missing' in smi) {
    if (devices.length > 0)
      return broken(`there is /dev/${devices[0]}, but no nvidia-smi on the PATH`, [
        'sudo apt-get install -y nvidia-utils',
      ])
    if (needed) return broken('settings count on a GPU, and there is none', without)
    return [{ check: 'GPU', state: 'ok', says: 'none' }]
  }
  if ('failed' in smi) return broken(smi.failed, mendOfDriver(smi.failed))
  if (smi.found.length === 0) return broken('nvidia-smi names no GPU', without)
  return [...found(smi.found, config), ...encoding(facts, config)]
}

/** Hardware encoders of other makers need no NVIDIA GPU. */
function isNeeded({ encoders, gpuMemory, gpuEncodeSlots, gpuAiSlots }: Wanted): boolean {
  const hasOthers = words(encoders).some((name) => !name.endsWith('_nvenc'))
  const nvenc = words(encoders).some((name) => name.endsWith('_nvenc'))
  return nvenc || gpuMemory !== undefined || gpuAiSlots > 0 || (gpuEncodeSlots > 0 && !hasOthers)
}

function mendOfDriver(said: string): readonly string[] {
  // The library was upgraded while the older kernel module stays loaded.
  if (/version mismatch/i.test(said)) return RELOAD
  if (/communicate with the NVIDIA driver/i.test(said))
    return ['sudo modprobe nvidia', 'sudo ubuntu-drivers install']
  if (/No devices were found/i.test(said)) return ['sudo dmesg | grep -i nvrm', 'docker run --gpus all …']
  return ['sudo reboot']
}

const RELOAD = [
  'sudo rmmod nvidia_uvm nvidia_drm nvidia_modeset nvidia',
  'sudo modprobe nvidia',
  'sudo reboot',
]

function found(gpus: readonly string[], { gpuMemory }: Wanted): readonly Finding[] {
  const check = 'GPU'
  const fields = gpus.map((line) => line.split(',').map((field) => field.trim()))
  const says = fields.map(([name, memory, driver]) => `${name}, ${memory} MiB, driver ${driver}`).join('; ')
  const told = words(gpuMemory).map(Number)
  const real = fields.map(([, memory]) => Number(memory))
  const isTooMuch = told.length > real.length || told.some((memory, at) => memory > (real[at] ?? 0))
  if (told.length > 0 && isTooMuch) {
    const mend = [`GPU_MEMORY='${real.join(' ')}' npm start`]
    return [{ check, state: 'wrong', says: `${says}; GPU_MEMORY says ${gpuMemory}`, mend }]
  }
  return [{ check, state: 'ok', says }]
}

function encoding({ encoding }: GpuFacts, config: Wanted): readonly Finding[] {
  const check = 'NVENC'
  if (encoding === '') return [{ check, state: 'ok', says: 'a frame was encoded with h264_nvenc' }]
  const needed = words(config.encoders).some((name) => name.endsWith('_nvenc'))
  const state = needed ? 'wrong' : 'warning'
  if (encoding === undefined)
    return [
      {
        check,
        state: needed ? 'wrong' : 'ok',
        says: 'not tried: this ffmpeg has no h264_nvenc',
        mend: ['sudo apt-get install -y ffmpeg'],
      },
    ]
  // Some GPUs for data centers, such as the H100, have no encoder.
  if (/unsupported device|No capable devices/i.test(encoding))
    return [
      {
        check,
        state: needed ? 'wrong' : 'ok',
        says: `this GPU has no encoder: ${encoding}`,
        mend: ['unset ENCODERS'],
      },
    ]
  const mend = /nvenc API version|minimum required/i.test(encoding)
    ? ['sudo ubuntu-drivers install', 'sudo reboot']
    : /Cannot load/i.test(encoding)
      ? ['docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=compute,video,utility …']
      : ['sudo reboot']
  return [{ check, state, says: `no frame can be encoded: ${encoding}`, mend }]
}
