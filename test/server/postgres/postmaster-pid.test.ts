import assert from 'node:assert/strict'
import { parsePostmasterPid, runsIn } from '../../../server/postgres/postmaster-pid.ts'

const whole = '4988\n/data/postgres\n1795315615\n5432\n/data/run/socket\n\n  2146320        24\nready   \n'

describe('postmaster.pid', () => {
  // biome-ignore format: a table
  for (const [title, text, expected] of [
    ['has all lines if PostgreSQL is running', whole, { pid: 4988, port: 5432, sockets: '/data/run/socket', status: 'ready' }],
    ['has fewer lines if PostgreSQL is starting', '4988\n/data/postgres\n1795315615\n5432\n', { pid: 4988, port: 5432, sockets: '', status: '' }],
    ['has a negative pid in standalone mode', '-4988\n/data/postgres\n', undefined],
    ['can be empty', '', undefined],
    ['can be invalid', 'x\ny\n', undefined],
  ] as const) {
    it(title, () => assert.deepEqual(parsePostmasterPid(text), expected))
  }

  it('may name a process that is not PostgreSQL', () =>
    assert.equal(runsIn(process.pid, process.cwd()), false))
})
