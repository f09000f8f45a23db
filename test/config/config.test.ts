/** Tests that each setting is declared once, and that all errors are reported together. */
import assert from 'node:assert/strict'
import { readConfig, SETTINGS, SUBJECTS } from '../../config/config.ts'

describe('the settings', () => {
  const all = Object.values(SUBJECTS).flatMap((settings) => Object.entries(settings))

  it('belong to one subject each', () =>
    assert.deepEqual(all.map(([name]) => name).toSorted(), Object.keys(SETTINGS).toSorted()))

  it('have unique variables', () =>
    assert.equal(new Set(all.map(([, { variable }]) => variable)).size, all.length))

  it('are all optional', () => assert.ok('config' in readConfig({})))

  // biome-ignore format: a table
  for (const [variable, value, expected] of [
    ['PORT',           '65536',     'a whole number from 0 to 65535'],
    ['PORT',           '80.5',      'a whole number from 0 to 65535'],
    ['DATABASE_URL',   'mysql://h', 'a URL that begins with postgres://'],
    ['CPU_SLOTS',      '0',         'a whole number from 1 to 1024'],
    ['GPU_MEMORY',     '24 GiB',    'whole numbers from 1 to 9999999'],
    ['TEST_JOBS',      'yes',       'true or false'],
    ['TRUST_PROXY',    'yes',       'a whole number from 0 to 16'],
    ['TRUST_PROXY',    '17',        'a whole number from 0 to 16'],
    ['LOG_LEVEL',      'INFO',      'one of debug, info, warn, error, silent'],
  ] as const)
    it(`refuse ${variable}=${value}: expected ${expected}`, () =>
      assert.deepEqual(readConfig({ [variable]: value }), {
        wrong: [`${variable}: expected ${expected}, got “${value}”`],
      }))

  for (const [value, proxies] of [
    ['', 0],
    ['false', 0],
    ['0', 0],
    ['true', 1],
    ['TRUE', 1],
    ['1', 1],
    ['3', 3],
  ] as const)
    it(`accept TRUST_PROXY=${value} as ${proxies} proxies`, () => {
      const answer = readConfig({ TRUST_PROXY: value })
      assert.equal('config' in answer && answer.config.trustProxy, proxies)
    })

  it('are reported together if several are invalid', () => {
    const answer = readConfig({ PORT: 'x', LOG_LEVEL: 'x', RETRY_BACKOFF: '-1' })
    assert.ok('wrong' in answer)
    const variables = answer.wrong.map((line) => line.split(':', 1).join())
    assert.deepEqual(variables.toSorted(), ['LOG_LEVEL', 'PORT', 'RETRY_BACKOFF'])
  })
})
