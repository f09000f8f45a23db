import assert from 'node:assert/strict'
import type { BulkAnswer } from '../../../web/src/api/wire.ts'
import { ALL, between, choose, countOf, isChosen, NONE } from '../../../web/src/bulk/choice.ts'
import { inTurn, NOT_BEGUN, type SoFar } from '../../../web/src/bulk/in-turn.ts'
import { grouped } from '../../../web/src/bulk/refusals.ts'
import { BULK_ACTIONS, taskOf } from '../../../web/src/bulk/words.ts'

const named = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `VX-${from + at}`)

describe('The selected jobs', () => {
  it('are none at first, then those that were selected', () => {
    const choice = choose(choose(NONE, ['VX-1', 'VX-2'], true), ['VX-1'], false)
    assert.deepEqual(
      [isChosen(choice, 'VX-1'), isChosen(choice, 'VX-2'), countOf(choice, 9)],
      [false, true, 1],
    )
  })

  it('are all matching jobs except those deselected, including jobs that arrive later', () => {
    const choice = choose(ALL, ['VX-1', 'VX-2'], false)
    assert.deepEqual([isChosen(choice, 'VX-1'), isChosen(choice, 'VX-77')], [false, true])
    assert.deepEqual([countOf(choice, 9), countOf(choice, 1)], [7, 0])
    assert.deepEqual(choose(choice, ['VX-1', 'VX-2'], true), ALL)
  })

  for (const [one, other] of [
    ['VX-9', 'VX-11'],
    ['VX-11', 'VX-9'],
  ] as const)
    it(`range from ${one} to ${other} in the order of the list`, () => {
      const list = ['VX-20', 'VX-11', 'VX-3', 'VX-9', 'VX-8']
      assert.deepEqual(between(list, one, other), ['VX-11', 'VX-3', 'VX-9'])
    })

  it('are only what is left of the two ends when one has left the list', () => {
    assert.deepEqual(between(['VX-20', 'VX-11', 'VX-8'], 'VX-11', 'VX-9'), ['VX-11'])
  })
})

describe('A bulk action', () => {
  const answer = (ids: readonly string[], refused: BulkAnswer['refused'] = []): BulkAnswer => ({
    ...{ action: 'abort', dryRun: false, hits: ids.length, refused },
    job: ids.map((jobId) => ({ jobId })),
  })
  /** `call` receives the ids and the number of the batch. */
  const run = (
    jobIds: readonly string[],
    call: (ids: readonly string[], part: number) => BulkAnswer,
    from = NOT_BEGUN,
  ) => {
    const seen: number[] = []
    return inTurn({
      ...{ jobIds, from, isStopped: () => false, onPart: (soFar: SoFar) => seen.push(soFar.seen) },
      call: async (ids, part) => call(ids, part),
    }).then((soFar) => ({ soFar, seen }))
  }

  it('sends the jobs in several calls and adds up the outcomes', async () => {
    const parts: number[] = []
    const { soFar, seen } = await run(named(1, 1000), (ids, part) => {
      parts.push(part)
      const [first = '', , ...rest] = ids
      return answer(rest, [{ jobId: first, explanation: 'Already finished' }])
    })
    assert.deepEqual(
      [parts, seen],
      [
        [0, 1, 2],
        [400, 800, 1000],
      ],
    )
    assert.deepEqual(
      [soFar.done.length, soFar.refused.length, soFar.gone, soFar.error],
      [994, 3, 3, undefined],
    )
  })

  it('continues after a lost connection with the same batch, without the jobs already done', async () => {
    const parts: number[] = []
    const jobIds = named(1, 900)
    const cut = await run(jobIds, (ids, part) => {
      parts.push(part)
      if (part === 1) throw new Error('away')
      return answer(ids)
    })
    assert.deepEqual([cut.soFar.seen, cut.soFar.done.length, cut.soFar.error], [400, 400, new Error('away')])
    const { soFar } = await run(
      jobIds,
      (ids, part) => {
        parts.push(part)
        return answer(ids)
      },
      cut.soFar,
    )
    assert.deepEqual([parts, soFar.done, soFar.error], [[0, 1, 1, 2], jobIds, undefined])
  })

  it('ends where the server stops, and says why', async () => {
    const { soFar } = await run(named(1, 10), (ids) => ({
      ...answer(ids.slice(0, 3)),
      stopped: 'The server stops.',
    }))
    assert.deepEqual([soFar.seen, soFar.done, soFar.error], [0, [], new Error('The server stops.')])
  })

  it('can be stopped between two calls', async () => {
    let calls = 0
    const soFar = await inTurn({
      ...{ jobIds: named(1, 900), from: NOT_BEGUN, onPart: () => undefined },
      isStopped: () => calls === 1,
      call: async (ids) => {
        calls += 1
        return answer(ids)
      },
    })
    assert.deepEqual([soFar.seen, soFar.done.length], [400, 400])
  })

  it('groups refused jobs by reason, largest group first', () => {
    const refused = (jobId: string, explanation: string) => ({ jobId, explanation })
    assert.deepEqual(grouped([refused('VX-1', 'a'), refused('VX-2', 'b'), refused('VX-3', 'b')]), [
      { explanation: 'b', jobIds: ['VX-2', 'VX-3'] },
      { explanation: 'a', jobIds: ['VX-1'] },
    ])
  })

  // biome-ignore format: a table
  for (const [action, count, said] of [
    ['abort',    1, 'Abort 1 job'],
    ['delete',   3, 'Delete 3 jobs'],
    ['re-run',   2, 'Run 2 jobs again'],
    ['priority', 2, 'Set priority of 2 jobs to High'],
  ] as const)
    it(`has the label “${said}”`, () => assert.equal(taskOf(action, count, 'High'), said))

  it('covers every action of the operation', () => {
    assert.deepEqual([...BULK_ACTIONS].toSorted(), [
      'abort',
      'delete',
      'pause',
      'priority',
      're-run',
      'resume',
      'stop',
    ])
  })
})
