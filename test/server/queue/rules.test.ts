import assert from 'node:assert/strict'
import { readConfig } from '../../../config/config.ts'
import { readRules } from '../../../server/queue/rules.ts'

function read(environment: Readonly<Record<string, string>>) {
  const settings = readConfig(environment)
  assert.ok('config' in settings, JSON.stringify(settings))
  const { rules, invalid } = readRules(settings.config, ['TRANSCODE', 'COPY_FILE'])
  return { rules, invalid: invalid.map(({ message }) => message) }
}

describe('The queue rules', () => {
  it('are empty without settings', () =>
    assert.deepEqual(read({}).rules, { concurrentJobs: null, pools: [], groups: [], priorities: {} }))

  it('are read from the settings', () =>
    assert.deepEqual(
      read({
        CONCURRENT_JOBS: '3',
        JOB_POOLS: 'HIGH:2 LOWEST:1',
        JOB_PRIORITIES: 'COPY_FILE=HIGH',
        TASK_GROUPS: 'proxies:max=2;type=TRANSCODE',
      }).rules,
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
  for (const [variable, text, expected, got] of [
    ['JOB_POOLS',      'URGENT:2',       'pools such as HIGH:2 LOWEST:1, each threshold once'],
    ['JOB_PRIORITIES', 'COPY_FILE=SOON', 'one priority for each job type, such as TRANSCODE=HIGH'],
    ['JOB_PRIORITIES', 'COPY_FILE=HIGH COPY_FILE=LOW', 'one priority for each job type, such as TRANSCODE=HIGH'],
    ['JOB_PRIORITIES', 'NOPE=HIGH COPY_FILE=LOW', 'job types (TRANSCODE, COPY_FILE)', 'NOPE'],
    ['TASK_GROUPS',    'proxies:max=0',  'groups such as proxies:max=2;type=TRANSCODE, each with at most one max'],
    ['TASK_GROUPS',    'a:max=1;type=COPY_FILE a:max=2', 'groups such as proxies:max=2;type=TRANSCODE, each with at most one max'],
    ['TASK_GROUPS',    'a:type=TRANSCODE,copy;max=1 b:type=copy', 'job types (TRANSCODE, COPY_FILE)', 'copy'],
  ] as const)
    it(`are refused for ${variable}=${text}, naming the setting, what was expected and its value`, () =>
      assert.deepEqual(read({ [variable]: text }).invalid, [
        `${variable}: expected ${expected}, got “${got ?? text}”`,
      ]))

  it('are refused together if several are invalid', () =>
    assert.equal(read({ JOB_POOLS: 'foo', JOB_PRIORITIES: 'foo', TASK_GROUPS: 'a:b' }).invalid.length, 3))
})
