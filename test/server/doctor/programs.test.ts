import { type GpuFacts, gpuFindings } from '../../../server/doctor/checks/gpu.ts'
import { confinementFinding } from '../../../server/doctor/checks/machine.ts'
import { neededEncoders, programFindings } from '../../../server/doctor/checks/programs.ts'
import { PRESETS } from '../../../server/shape-tag/preset-files.ts'

import { table } from './brief.ts'

describe('The doctor on programs and GPUs', () => {
  const none = { encoders: undefined, gpuMemory: undefined, gpuEncodeSlots: 0, gpuAiSlots: 0 }
  const found = { found: ['NVIDIA L4, 23034, 550.54.15'] }
  type Row = readonly [Partial<GpuFacts>, Partial<{ readonly [K in keyof typeof none]: string | number }>?]
  table<Row>(
    [
      ['no GPU', [{}]],
      [
        'no GPU, but a setting for one',
        [{}, { encoders: 'h264_nvenc' }],
        'wrong GPU: unset ENCODERS GPU_MEMORY GPU_ENCODE_SLOTS GPU_AI_SLOTS',
      ],
      ['an encoder of another maker', [{}, { encoders: 'h264_vaapi', gpuEncodeSlots: 2 }]],
      [
        'a device without nvidia-smi',
        [{ devices: ['nvidia0'] }],
        'warning GPU: sudo apt-get install -y nvidia-utils',
      ],
      [
        'a driver that was upgraded',
        [
          { smi: { failed: 'Failed to initialize NVML: Driver/library version mismatch' } },
          { gpuAiSlots: 1 },
        ],
        'wrong GPU: sudo rmmod nvidia_uvm nvidia_drm nvidia_modeset nvidia',
      ],
      [
        'no driver',
        [
          {
            smi: { failed: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver." },
          },
        ],
        'warning GPU: sudo modprobe nvidia',
      ],
      [
        'a GPU that encodes',
        [
          { smi: found, encoding: '' },
          { encoders: 'h264_nvenc', gpuMemory: '23000' },
        ],
      ],
      [
        'less memory than GPU_MEMORY says',
        [{ smi: found, encoding: '' }, { gpuMemory: '40000' }],
        "wrong GPU: GPU_MEMORY='23034' npm start",
      ],
      [
        'a GPU without an encoder',
        [{ smi: found, encoding: 'OpenEncodeSessionEx failed: unsupported device (2)' }],
      ],
      [
        'the same, with a setting for one',
        [{ smi: found, encoding: 'No capable devices found' }, { encoders: 'hevc_nvenc' }],
        'wrong NVENC: unset ENCODERS',
      ],
      [
        'a driver that is too old',
        [
          {
            smi: found,
            encoding: 'Driver does not support the required nvenc API version. Required: 12.2 Found: 12.1',
          },
        ],
        'warning NVENC: sudo ubuntu-drivers install',
      ],
    ],
    ([facts, config]) =>
      gpuFindings({ devices: [], smi: { missing: true }, ...facts }, { ...none, ...config } as Parameters<
        typeof gpuFindings
      >[1]),
  )

  const of = (without = '') => {
    const here = (names: readonly string[]) => new Set(names.filter((name) => name !== without))
    const filters = ['scale', 'zscale', 'tonemap', 'bwdif', 'setparams', 'pan', 'aformat', 'channelmap']
    const program = { path: '/usr/bin/ffmpeg', version: '7.0' }
    return {
      ffmpeg: program,
      ffprobe: program,
      encoders: here(neededEncoders(PRESETS)),
      filters: here(filters),
    }
  }
  table<Parameters<typeof programFindings>[0]>(
    [
      ['an ffmpeg with everything', of()],
      ['one without H.265', of('libx265'), 'wrong ffmpeg: unset FFMPEG'],
      ['one without zscale', of('zscale'), 'wrong ffmpeg: unset FFMPEG'],
      [
        'none',
        { missing: ['ffmpeg: found neither on PATH (/bin) nor in package x'] },
        'wrong ffmpeg: sudo apt-get install -y ffmpeg',
      ],
      [
        'a setting for another program',
        { missing: ['ffprobe: /x is not a working ffprobe: it does not exist'] },
        'wrong ffmpeg: unset FFPROBE',
      ],
    ],
    (facts) => programFindings(facts, PRESETS),
  )

  const confined = { withoutNetwork: ['a'], withFiles: ['b'], withMemory: ['c'], folders: [], devices: [] }
  table<readonly [Partial<typeof confined>, ('auto' | 'off')?, boolean?]>(
    [
      ['all confinement', [{}]],
      ['CONFINEMENT=off', [{}, 'off'], 'warning confinement: unset CONFINEMENT'],
      ['no Landlock', [{ withFiles: [] }], 'warning confinement: sudo apt-get install -y perl util-linux'],
      [
        'no user namespaces',
        [{ withoutNetwork: [] }],
        'warning confinement: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
      ],
      [
        'root in a container',
        [{ withoutNetwork: [] }, 'auto', true],
        'warning confinement: docker run --cap-add SYS_ADMIN …',
      ],
    ],
    ([facts, wanted = 'auto', isRoot = false]) => [
      confinementFinding({ ...confined, ...facts }, wanted, isRoot),
    ],
  )
})
