import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

const OPTIONS = [
  '--noEmit',
  '--strict',
  '--target',
  'es2024',
  '--module',
  'nodenext',
  '--allowImportingTsExtensions',
]

describe('docs/callsheet.d.ts', function () {
  this.timeout(60_000)

  it('compiles, and with it a client that has no other types', () =>
    run('node_modules/.bin/tsc', [
      ...OPTIONS,
      '--ignoreConfig',
      '--types',
      '',
      'test/schema/documents/client.ts',
    ]))
})
