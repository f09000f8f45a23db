import assert from 'node:assert/strict'
import { Fault } from '../../../server/http/answer/fault.ts'
import {
  boolean,
  dateTime,
  integer,
  type Kind,
  list,
  namesOrAll,
  oneOf,
  pairs,
  repeated,
  string,
} from '../../../server/http/request/parameter-kinds.ts'
import { parameter, readParameters, required } from '../../../server/http/request/parameters.ts'
import { parseUrl } from '../../../server/http/request/url.ts'

const STATES = ['READY', 'FINISHED', 'ABORTED_PENDING'] as const

// biome-ignore format: a table
const READ: readonly (readonly [Kind<unknown>, string, unknown])[] = [
  [integer,            '?p=12',                       12],
  [integer,            '?p=-1',                       -1],
  [integer,            ';p=1?p=2',                    2],
  [integer,            '?p=',                         undefined],
  [integer,            '',                            undefined],
  [boolean,            '?p=True',                     true],
  [boolean,            '?p=FALSE',                    false],
  [boolean,            ';p=true',                     true],
  [string,             '?p=a+b%2C',                   'a b,'],
  [oneOf(STATES),      '?p=READY',                    'READY'],
  [list,               '?p=a,%20b%2Cc,,&p=d',         ['a', 'b', 'c', 'd']],
  [namesOrAll(STATES), '?p=FINISHED,READY,',          ['FINISHED', 'READY']],
  [namesOrAll(STATES), '?p=READY,All',                'all'],
  [namesOrAll(STATES), '?p=NOPE',                     []],
  [namesOrAll(STATES), '?p=,',                        'all'],
  [namesOrAll(STATES, { ABORT_PENDING: 'ABORTED_PENDING' }), '?p=ABORT_PENDING', ['ABORTED_PENDING']],
  [namesOrAll(),       '?p=ACME_DELIVER',             ['ACME_DELIVER']],
  [repeated,           '?p=a,b&p=c',                  ['a,b', 'c']],
  [pairs,              ';p=a%3d1?p=b=2%3D3&p=c%3D',   [{ key: 'b', value: '2=3' }, { key: 'c', value: '' }, { key: 'a', value: '1' }]],
  [dateTime,           '?p=2020-08-21T09:04:04.032Z',      new Date('2020-08-21T09:04:04.032Z')],
  [dateTime,           '?p=2020-08-21T09:04:04%2B0200',    new Date('2020-08-21T07:04:04Z')],
  [dateTime,           '?p=2020-08-21T09:04:04+02:00',     new Date('2020-08-21T07:04:04Z')],
  [dateTime,           '?p=2020-08-21T09:04',              new Date('2020-08-21T09:04:00Z')],
  [dateTime,           '?p=2020-08-21',                    new Date('2020-08-21T00:00:00Z')],
]

// biome-ignore format: a table
const REFUSED: readonly (readonly [Kind<unknown>, string, string, string])[] = [
  [integer,       '?p=two',        'expected an integer, got “two”',                             'two'],
  [integer,       '?p=1.5',        'expected an integer, got “1.5”',                             '1.5'],
  [integer,       '?p=2147483648', 'expected an integer, got “2147483648”',                      '2147483648'],
  [boolean,       '?p=yes',        'expected true or false, got “yes”',                          'yes'],
  [oneOf(STATES), '?p=ready',      'expected one of READY, FINISHED, ABORTED_PENDING, got “ready”', 'ready'],
  [pairs,         '?p=a=1&p=b',    'expected key=value, got “b”',                                'b'],
  [pairs,         '?p==b',         'expected key=value, got “=b”',                               '=b'],
  [dateTime,      '?p=yesterday',  'expected a time such as 2026-01-31T12:00:00Z, got “yesterday”', 'yesterday'],
  [dateTime,      '?p=2021-02-30', 'expected a time such as 2026-01-31T12:00:00Z, got “2021-02-30”', '2021-02-30'],
]

describe('a parameter', () => {
  for (const [kind, sent, expected] of READ)
    it(`of kind ${kind.name} reads ${sent || '(nothing)'} as ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(read({ p: parameter(kind, undefined, '') }, sent).p, expected))

  for (const [kind, sent, explanation, value] of REFUSED)
    it(`of kind ${kind.name} refuses ${sent}: ${explanation}`, () =>
      assert.throws(
        () => read({ p: parameter(kind, undefined, '') }, sent),
        refusal({ context: 'p', explanation, value }),
      ))

  it('is ignored if it is not declared', () => assert.deepEqual(read({}, '?p=1&q=2'), {}))

  it('has its default if it is omitted or blank', () => {
    const query = { first: parameter(integer, 1, ''), state: parameter(namesOrAll(STATES), 'all', '') }
    assert.deepEqual(read(query, '?first=&state=%20'), { first: 1, state: 'all' })
  })

  it('is refused if it is required and blank', () =>
    assert.throws(
      () => read({ type: required(string, '') }, '?type='),
      refusal({ context: 'type', explanation: 'expected a string, got nothing' }),
    ))

  it('can be sent under an alias', () => {
    const query = { idonly: parameter(boolean, false, '', { aliases: ['idOnly'] }) }
    assert.deepEqual(read(query, '?idOnly=true'), { idonly: true })
    assert.deepEqual(read(query, '?idonly=true'), { idonly: true })
  })
})

function read<Q extends Parameters<typeof readParameters>[0]>(query: Q, sent: string) {
  const url = parseUrl(`/job${sent}`)
  assert.ok(url.is === 'url')
  return readParameters(query, url.parameters)
}

function refusal(invalidInput: Readonly<Record<string, string>>) {
  return (error: unknown) => {
    assert.ok(error instanceof Fault)
    assert.equal(error.status, 400)
    assert.deepEqual(error.document, { invalidInput: { value: undefined, ...invalidInput } })
    return true
  }
}
