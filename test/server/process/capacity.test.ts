import assert from 'node:assert/strict'
import { readConfig } from '../../../config/config.ts'
import { CannotStart } from '../../../server/process/cannot-start.ts'
import { capacityOf } from '../../../server/process/capacity.ts'

function capacity(environment: Readonly<Record<string, string>>) {
  const read = readConfig(environment)
  assert.ok('config' in read, JSON.stringify(read))
  return capacityOf(read.config)
}

const STORAGES = {
  MEDIA_ROOTS: '/mnt/tiny:/mnt/large:/mnt/other',
  STORAGES: 'tiny=file:///mnt/tiny/ big=file:///mnt/large/',
}

describe('the capacity of a machine', () => {
  it('follows from the settings', () =>
    assert.deepEqual(
      capacity({
        CPU_SLOTS: '3',
        GPU_ENCODE_SLOTS: '2',
        ENCODERS: 'h264_nvenc, hevc_nvenc',
        GPU_MEMORY: '24000 8000',
      }),
      {
        slots: { cpu: 3, gpu_encode: 2 },
        encoders: ['h264_nvenc', 'hevc_nvenc'],
        gpus: { gpu0: 24_000, gpu1: 8_000 },
        reaches: null,
      },
    ))

  // biome-ignore format: a table
  for (const [reaches, expected] of [
    ['big',             ['VX-2']],
    ['VX-1 big',        ['VX-1', 'VX-2']],
    ['other, tiny',     ['VX-3', 'VX-1']],
    ['VX-9',            ['VX-9']],
  ] as const)
    it(`reaches ${expected} for REACHES=“${reaches}”`, () =>
      assert.deepEqual(capacity({ ...STORAGES, REACHES: reaches }).reaches, expected))

  it('is refused if REACHES names an unknown storage, with the known ones', () =>
    assert.throws(
      () => capacity({ ...STORAGES, REACHES: 'tiny huge' }),
      new CannotStart(
        'REACHES: expected storage names or ids (tiny or VX-1, big or VX-2, other or VX-3), got “tiny huge”',
      ),
    ))
})
