import assert from 'node:assert/strict'
import { JOB_TYPES } from '../../steps/job-types.ts'

describe('The name of a step', () => {
  it('is that of one step only: the code of a stored step is found by it', () => {
    const steps = new Set(JOB_TYPES.flatMap(({ stages }) => stages.map(({ step }) => step)))
    const names = [...steps].map(({ name }) => name)
    const twice = names.filter((name, at) => names.indexOf(name) !== at)
    assert.deepEqual(twice, [])
  })
})
