import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { Scripts } from '../../../tasks/script/scripts.ts'
import { ran } from './sandbox.ts'

/** How many threads of this process have the lowest priority of the system. */
function lowest(): number {
  return readdirSync('/proc/self/task').filter((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16] === '19'
  }).length
}

describe('The threads of scripts', () => {
  before(function () {
    if (process.platform !== 'linux') this.skip()
  })

  it('run when no other thread wants the processor', async () => {
    const before = lowest()
    await using scripts = new Scripts()
    await ran(scripts, '1')
    assert.equal(lowest(), before + 1)
  })
})
