import assert from 'node:assert/strict'
import { parsePostmasterPid, runsIn } from '../../../server/postgres/postmaster-pid.ts'

const whole = '4988\n/data/postgres\n1795315615\n5432\n/data/run/socket\n\n  2146320        24\nready   \n'

describe('postmaster.pid', () => {
  // biome-ignore format: a table
  for (const [title, text, expected] of [
    ['of a running PostgreSQL', whole, { pid: 4988, port: 5432, sockets: '/data/run/socket', status: 'ready' }],
    ['of a starting one has less', '4988\n/data/postgres\n1795315615\n5432\n', { pid: 4988, port: 5432, sockets: '', status: '' }],
    ['of standalone mode has a negative pid', '-4988\n/data/postgres\n', undefined],
    ['can be empty', '', undefined],
    ['can be rubbish', 'x\ny\n', undefined],
  ] as const) {
    it(title, () => assert.deepEqual(parsePostmasterPid(text), expected))
  }

  it('may name a process that is no PostgreSQL', () =>
    assert.equal(runsIn(process.pid, process.cwd()), false))
})
