/**
 * A job that waits for a web service: WAITING with a problem of type SERVICE, and FINISHED once it answers.
 */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { agentHere } from '../../agent-here.ts'
import { scriptedJob } from '../../scripted-job.ts'
import { serving } from '../../serving.ts'

describe('A job whose step waits for a service', function () {
  this.timeout(30_000)
  const served = serving({ TEST_JOBS: 'true' })
  const { ask } = served
  const { start, becomes } = scriptedJob(served)
  let stack: AsyncDisposableStack
  let service: Server
  let url = ''
  let status = 503
  before(async () => {
    stack = new AsyncDisposableStack()
    service = createServer((_request, response) => response.writeHead(status).end())
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    stack.defer(() => void service.close())
    const address = service.address()
    assert.ok(typeof address === 'object' && address !== null)
    url = `http://127.0.0.1:${address.port}/busy`
    stack.use(await agentHere(served.api(), 'a'))
  })
  after(() => stack.disposeAsync())

  it('is WAITING with a problem while the service answers 503, and FINISHED when it answers 200', async () => {
    status = 503
    const id = await start({ 'step-100': `wait-service:${url}` })
    const { waiting } = await becomes(id, 'WAITING')
    assert.deepEqual(waiting, { resourceId: url, resourceType: 'SERVICE', requirement: 'to answer' })
    const { body } = await ask(`GET /job/${id}/problem`)
    const [problem] = body.problem
    assert.deepEqual([body.problem.length, problem.type, problem.job], [1, 'SERVICE', [id]])
    assert.deepEqual(problem.data, [
      { key: 'requirement', value: 'to answer' },
      { key: 'resource', value: url },
    ])
    const reason = await ask(`GET /job/${id}/reason`)
    assert.equal(reason.body.reason, `Step 100 waits for ${url} to answer (problem ${problem.id}).`)

    status = 200
    assert.equal((await ask(`POST /job/problem/${problem.id}/check`)).status, 200)
    const { log } = await becomes(id, 'FINISHED')
    const attempts = log.task.filter(({ step }: { readonly step: number }) => step === 100)
    assert.deepEqual(
      attempts.map((task: { readonly attempts: number; readonly status: string }) => [
        task.attempts,
        task.status,
      ]),
      [
        [0, 'WAITING'],
        [0, 'FINISHED'],
      ],
    )
    assert.deepEqual((await ask('GET /job/problem')).body, {})
  })

  // biome-ignore format: a table
  for (const [answer, state] of [
    [200, 'FINISHED'],
    [302, 'FINISHED'],
    [404, 'FINISHED'],
    [503, 'WAITING'],
  ] as const)
    it(`is ${state} if the service answers ${answer}`, async () => {
      status = answer
      await becomes(await start({ 'step-100': `wait-service:${url}` }), state)
    })

  it('is WAITING if the service does not answer', async () => {
    await becomes(await start({ 'step-100': 'wait-service:http://127.0.0.1:1/' }), 'WAITING')
  })

  it('at a link-local address is FAILED_TOTAL and says why', async () => {
    const id = await start({ 'step-100': 'wait-service:http://169.254.169.254/latest' })
    await becomes(id, 'FAILED_TOTAL')
    const { body } = await ask(`GET /job/${id}/reason`)
    assert.equal(
      body.reason,
      'The job is FAILED_TOTAL: step 100 failed: http://169.254.169.254/latest is not an HTTP URL or has a link-local address.',
    )
  })
})
