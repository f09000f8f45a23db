import assert from 'node:assert/strict'
import { readConfig } from '../../../config/config.ts'
import { scriptLimits } from '../../../server/script/script-limits.ts'

const read = readConfig({ SCRIPT_TIME: '5', SCRIPT_MEMORY: '32' })
assert.ok('config' in read)
const limits = scriptLimits(read.config)
const DEFAULTS = {
  timeMs: 5_000,
  totalMs: 600_000,
  memoryBytes: 32 * 1_048_576,
  stackBytes: 256 * 1_024,
  logBytes: 1_048_576,
}

describe('the limits of a script', () => {
  // biome-ignore format: a table
  for (const [metadata, expected] of [
    [{},                                          DEFAULTS],
    [{ color: 'red' },                            DEFAULTS],
    [{ scriptTime: '60' },                        { ...DEFAULTS, timeMs: 60_000 }],
    [{ scriptTimeout: '1', scriptStack: '512' },  { ...DEFAULTS, totalMs: 1_000, stackBytes: 524_288 }],
    [{ scriptMemory: '128', scriptLog: '1' },     { ...DEFAULTS, memoryBytes: 128 * 1_048_576, logBytes: 1_024 }],
    [{ scriptTime: '0' },      { flaw: 'its metadata scriptTime: expected a whole number from 1 to 3600, got “0”' }],
    [{ scriptTime: '' },       { flaw: 'its metadata scriptTime: expected a whole number from 1 to 3600, got “”' }],
    [{ scriptStack: '1024' },  { flaw: 'its metadata scriptStack: expected a whole number from 16 to 512, got “1024”' }],
    [{ scriptMemory: '1e2' },  { flaw: 'its metadata scriptMemory: expected a whole number from 2 to 1024, got “1e2”' }],
  ] as const)
    it(`with the metadata ${JSON.stringify(metadata)} are ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(limits(metadata), expected))
})
