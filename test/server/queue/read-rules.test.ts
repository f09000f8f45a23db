import assert from 'node:assert/strict'
import { readGroups, readPools, readPriorities } from '../../../server/queue/read-rules.ts'

const group = (name: string, maxConcurrency: number | null, ...jobs: readonly object[]) => ({
  ...{ name, maxConcurrency, jobs },
})
const pool = (priorityThreshold: string, size: number) => ({ priorityThreshold, size })

describe('The queue rules are parsed from', () => {
  // biome-ignore format: a table
  for (const [read, text, expected] of [
    [readPools,      '',                             []],
    [readPools,      ' HIGH:2  LOWEST:10 ',          [pool('HIGH', 2), pool('LOWEST', 10)]],
    [readPriorities, '',                             {}],
    [readPriorities, 'EXPORT=HIGH THUMBNAIL=LOW',    { EXPORT: 'HIGH', THUMBNAIL: 'LOW' }],
    [readGroups,     '',                             []],
    [readGroups,     'a:max=2',                      [group('a', 2, { data: [] })]],
    [readGroups,     'a:type=X,Y;user=ann',          [group('a', null, { types: ['X', 'Y'], users: ['ann'], data: [] })]],
    [readGroups,     'a:priority=LOW,HIGH',          [group('a', null, { priorities: ['LOW', 'HIGH'], data: [] })]],
    [readGroups,     'a:data=k=v=w;data=only',       [group('a', null, { data: [{ key: 'k', value: 'v=w' }, { key: 'only' }] })]],
    [readGroups,     'a:max=2;user=ann a:user=bob',  [group('a', 2, { users: ['ann'], data: [] }, { users: ['bob'], data: [] })]],
    [readGroups,     'a:max=2 b:max=3',              [group('a', 2, { data: [] }), group('b', 3, { data: [] })]],
  ] as const) {
    it(`“${text}” by ${read.name}`, () => assert.deepEqual(read(text), expected))
  }
})

describe('The queue rules are not parsed from', () => {
  // biome-ignore format: a table
  for (const [read, ...texts] of [
    [readPools,      'HIGH', 'HIGH:', 'HIGH:0', 'HIGH:-1', 'HIGH:1.5', 'HIGH:1:2', 'high:1', 'URGENT:1', 'HIGH:2,LOW:1', 'HIGH:1000000', 'HIGH:1 HIGH:2'],
    [readPriorities, 'EXPORT', 'EXPORT=', '=HIGH', 'EXPORT=URGENT', 'EXPORT=HIGH=LOW'],
    [readGroups,     'a', 'a:', ':max=1', 'a:max', 'a:max=0', 'a:max=many', 'a:color=red', 'a:priority=URGENT', 'a:=x', 'a;b:max=1'],
  ] as const) {
    for (const text of texts) {
      it(`“${text}” by ${read.name}`, () => assert.equal(read(text), undefined))
    }
  }
})
