import assert from 'node:assert/strict'
import { readImportArguments } from '../../../server/import-definitions/arguments.ts'

const basic = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`
const HERE = { url: 'http://127.0.0.1:8080/API', authorization: basic('admin:admin') }
const there = (url: string, user?: string) => ({ url, ...(user && { authorization: basic(user) }) })

describe('The command line of an import', () => {
  // biome-ignore format: a table
  for (const [words, expected, environment] of [
    ['defs',                                           { source: { folder: 'defs' } }],
    ['defs --dry-run',                                 { source: { folder: 'defs' }, isDryRun: true }],
    ['defs --to https://jobs.example/',                { source: { folder: 'defs' }, server: there('https://jobs.example/API', 'admin:admin') }],
    ['defs --to http://jobs:1/media/API',              { source: { folder: 'defs' }, server: there('http://jobs:1/media/API', 'admin:admin') }],
    ['defs --user ann:a:b',                            { source: { folder: 'defs' }, server: there(HERE.url, 'ann:a:b') }],
    ['defs',                                           { source: { folder: 'defs' }, server: there(HERE.url, 'ann:secret') }, { CALLSHEET_USER: 'ann:secret' }],
    ['defs --user bob:x',                              { source: { folder: 'defs' }, server: there(HERE.url, 'bob:x') }, { CALLSHEET_USER: 'ann:secret' }],
    ['defs --token abc',                               { source: { folder: 'defs' }, server: { url: HERE.url, authorization: 'token abc' } }],
    ['http://vs:8080',                                 { source: there('http://vs:8080/API') }],
    ['http://ann:p%40ss@vs:8080/API/',                 { source: there('http://vs:8080/API', 'ann:p@ss') }],
    ['http://vs:8080/API --source-user ann:secret',    { source: there('http://vs:8080/API', 'ann:secret') }],
  ] as const)
    it(`${words}${environment ? ' with CALLSHEET_USER' : ''}`, () =>
      assert.deepEqual(readImportArguments(words.split(' '), environment ?? {}), {
        ...{ server: HERE, isDryRun: false },
        ...expected,
      }))

  it('--help', () => assert.deepEqual(readImportArguments(['--help'], {}), { help: true }))

  // biome-ignore format: a table
  for (const [words, wrong] of [
    ['',                               /^Expected one DIRECTORY or URL$/],
    ['a b',                            /^Expected one DIRECTORY or URL$/],
    ['a --fast',                       /^Unknown option '--fast'/],
    ['a --to',                         /argument missing/],
    ['a --to 127.0.0.1:8080',          /^--to: expected http:\/\/host:port or https:\/\/host:port, got “127.0.0.1:8080”$/],
    ['ftp://vs/API',                   /^URL: expected http:/],
    ['a --user admin',                 /^--user: expected NAME:PASSWORD, got no colon$/],
    ['a --source-user ann:secret',     /^--source-user: a DIRECTORY has no user$/],
  ] as const)
    it(`“${words}” is wrong`, () => {
      const read = readImportArguments(words.split(' ').filter((word) => word !== ''), {})
      assert.match('wrong' in read ? read.wrong : '', wrong)
    })
})
