import assert from 'node:assert/strict'
import { readConfig } from '../../../config/config.ts'
import { rulesOf, WrongSetting } from '../../../server/queue/rules.ts'

function rules(environment: Readonly<Record<string, string>>) {
  const read = readConfig(environment)
  assert.ok('config' in read, JSON.stringify(read))
  return rulesOf(read.config)
}

describe('The queue rules', () => {
  it('are empty without settings', () =>
    assert.deepEqual(rules({}), { concurrentJobs: null, pools: [], groups: [], priorities: {} }))

  it('are read from the settings', () =>
    assert.deepEqual(
      rules({
        CONCURRENT_JOBS: '3',
        JOB_POOLS: 'HIGH:2 LOWEST:1',
        JOB_PRIORITIES: 'COPY_FILE=HIGH',
        TASK_GROUPS: 'proxies:max=2;type=TRANSCODE',
      }),
      {
        concurrentJobs: 3,
        pools: [
          { priorityThreshold: 'HIGH', size: 2 },
          { priorityThreshold: 'LOWEST', size: 1 },
        ],
        groups: [{ name: 'proxies', maxConcurrency: 2, jobs: [{ types: ['TRANSCODE'], data: [] }] }],
        priorities: { COPY_FILE: 'HIGH' },
      },
    ))

  // biome-ignore format: a table
  for (const [variable, text, expected] of [
    ['JOB_POOLS',      'URGENT:2',       'pools such as HIGH:2 LOWEST:1'],
    ['JOB_PRIORITIES', 'COPY_FILE=SOON', 'priorities such as EXPORT=HIGH'],
    ['TASK_GROUPS',    'proxies:max=0',  'groups such as proxies:max=2;type=TRANSCODE'],
  ] as const)
    it(`are refused for ${variable}=${text}, naming the setting, what was expected and its value`, () =>
      assert.throws(
        () => rules({ [variable]: text }),
        new WrongSetting(`${variable}: expected ${expected}, got “${text}”`),
      ))
})
