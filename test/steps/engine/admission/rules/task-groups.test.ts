import assert from 'node:assert/strict'
import { type GroupCriteria, NO_RULES } from '../../../../../schema/queue.ts'
import { groupsOf } from '../../../../../steps/engine/admission/task-groups.ts'

const JOB = {
  type: 'TRANSCODE',
  priority: 'LOW',
  user: 'ann',
  metadata: { channel: '1', empty: '' },
} as const

describe('A job belongs to a task group', () => {
  // biome-ignore format: a table
  for (const [what, jobs, belongs] of [
    ['of its type',                                [{ types: ['THUMBNAIL', 'TRANSCODE'] }],                 true],
    ['of its priority',                            [{ priorities: ['LOW'] }],                               true],
    ['of its user',                                [{ users: ['ann'] }],                                    true],
    ['of a value of its metadata',                 [{ data: [{ key: 'channel', value: '1' }] }],            true],
    ['of a key of its metadata, whatever its value', [{ data: [{ key: 'empty' }] }],                          true],
    ['of any of several values of a key',          [{ data: [{ key: 'channel', value: '2' }, { key: 'channel', value: '1' }] }], true],
    ['without criteria',                           [{}],                                                    true],
    ['with empty lists',                           [{ types: [], users: [] }],                              true],
    ['if all criteria match',                      [{ types: ['TRANSCODE'], users: ['ann'] }],              true],
    ['if one of several sets of criteria matches', [{ users: ['bob'] }, { users: ['ann'] }],                true],
    ['not of another type',                        [{ types: ['THUMBNAIL'] }],                              false],
    ['not of another priority',                    [{ priorities: ['HIGH'] }],                              false],
    ['not of another value',                       [{ data: [{ key: 'channel', value: '2' }] }],            false],
    ['not of a key it lacks',                      [{ data: [{ key: 'other' }] }],                          false],
    ['not if it lacks one of two keys',            [{ data: [{ key: 'channel', value: '1' }, { key: 'other' }] }], false],
    ['not of a key that every object has',         [{ data: [{ key: 'toString' }] }],                       false],
    ['not if only one of two criteria matches',    [{ types: ['TRANSCODE'], users: ['bob'] }],              false],
    ['not if the group has no sets of criteria',   [],                                                      false],
  ] as readonly (readonly [string, readonly GroupCriteria[], boolean])[]) {
    it(what, () => {
      const groups = [{ name: 'one', maxConcurrency: null, jobs }]
      assert.deepEqual(groupsOf({ ...NO_RULES, groups }, JOB), belongs ? ['one'] : [])
    })
  }

  it('and to every other one that it matches', () => {
    const groups = ['a', 'b', 'c'].map((name) => ({
      ...{ name, maxConcurrency: null, jobs: [{ users: [name === 'b' ? 'bob' : 'ann'] }] },
    }))
    assert.deepEqual(groupsOf({ ...NO_RULES, groups }, JOB), ['a', 'c'])
  })
})
