/** `GET /jobtype/{type}`: the parameters of a job type and the graph of its steps. */
import assert from 'node:assert/strict'
import type { JobTypeDocument } from '../../../schema/documents/job-type.ts'
import { jobTypeDocument } from '../../../server/jobtype/document.ts'
import { jobType } from '../../../steps/engine/declare/job-type.ts'
import { finished, type Step } from '../../../steps/engine/declare/step.ts'
import { JOB_TYPES } from '../../../steps/job-types.ts'
import testJobType from '../../../steps/scripted/test-job-type.ts'
import { serving } from '../../serving.ts'

const short: Step<object> = {
  name: 'short',
  description: 'Short.',
  runsAs: 'STARTED',
  run: async () => finished(),
}
const long: Step<object> = {
  name: 'long',
  description: 'Long.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  tries: 2,
  run: async () => finished(),
}

describe('The document of a job type', () => {
  const parameters = [
    { key: 'a', required: true, description: 'A key.', values: ['1', '2'] },
    { key: 'b', required: false, description: 'Another.', form: { pattern: /^\d+$/, expected: 'digits' } },
  ]
  const stages = [
    { number: 100, step: short },
    { number: 200, step: long, after: [100], critical: false },
    { number: 300, step: long, after: [100], alongside: [200] },
    { number: 900, step: short, cleanup: true },
  ]

  // biome-ignore format: a table
  it('has everything that was declared, and the defaults of the rest', () =>
    assert.deepEqual(jobTypeDocument(jobType('TEST', 'A test.', stages, { parameters }), new Map()), {
      name: 'TEST',
      description: 'A test.',
      category: ['cpu'],
      parameter: [
        { key: 'a', required: true, description: 'A key.', value: ['1', '2'] },
        { key: 'b', required: false, description: 'Another.', value: [], form: 'digits' },
      ],
      step: [
        { number: 100, name: 'short', description: 'Short.', dependency: [],    parallelDependency: [],    critical: true,  cleanup: false, runsAs: 'STARTED',                              tries: 6 },
        { number: 200, name: 'long',  description: 'Long.',  dependency: [100], parallelDependency: [],    critical: false, cleanup: false, runsAs: 'STARTED_ASYNCHRONOUS', category: 'cpu', tries: 2 },
        { number: 300, name: 'long',  description: 'Long.',  dependency: [100], parallelDependency: [200], critical: true,  cleanup: false, runsAs: 'STARTED_ASYNCHRONOUS', category: 'cpu', tries: 2 },
        { number: 900, name: 'short', description: 'Short.', dependency: [],    parallelDependency: [],    critical: true,  cleanup: true,  runsAs: 'STARTED',                              tries: 6 },
      ],
    } satisfies JobTypeDocument))
})

describe('GET /jobtype/{type}', () => {
  const { ask } = serving({ TEST_JOBS: 'true' })

  for (const type of [...JOB_TYPES, testJobType]) {
    it(`returns ${type.name} as declared, in JSON`, async () => {
      const { body, status } = await ask(`GET /API/jobtype/${type.name}/`)
      const document = jobTypeDocument(type, new Map())
      const parameter = document.parameter.map(({ value, ...rest }) => ({
        ...rest,
        ...(value.length > 0 && { value }),
      }))
      assert.deepEqual([status, body], [200, { ...document, parameter }])
    })

    it(`returns ${type.name} as one line per step, in text/plain`, async () => {
      const { text } = await ask(`GET /jobtype/${type.name}`, { accept: 'text/plain' })
      assert.equal(
        text,
        type.stages.map(({ number, step }) => `${number}\t${step.name}\t${step.description}\r\n`).join(''),
      )
    })
  }

  it('returns TRANSCODE in XML, with the required parameter sourceUri', async () => {
    const { text } = await ask('GET /jobtype/TRANSCODE', { accept: 'application/xml' })
    assert.match(
      text,
      /<JobTypeDocument xmlns="[^"]+"><name>TRANSCODE<\/name><description>Transcode of item\.<\/description><category>cpu<\/category><category>gpu_encode<\/category><parameter><key>sourceUri<\/key><required>true<\/required>/,
    )
  })

  it('TEST lists the commands of its scripts', async () => {
    const { body } = await ask('GET /jobtype/TEST')
    const parameter = body.parameter.find(({ key }: { readonly key: string }) => key === 'step-100')
    for (const command of [
      'finish',
      'fail',
      'fatal',
      'throw',
      'wait',
      'wait-service',
      'hang',
      'release',
      'die',
      'sleep',
      'log',
      'progress',
    ])
      assert.match(parameter.form, new RegExp(`\\b${command}\\b`))
  })

  it('needs no role', async () =>
    assert.equal((await ask('GET /jobtype/TRANSCODE', { by: 'zoe' })).status, 200))

  // biome-ignore format: a table
  for (const [type, nearest] of [
    ['TESTS',     'TEST'],
    ['transcode', 'TRANSCODE'],
    ['__proto__', 'EXPORT'],
    ['VX-1',      'TEST'],
  ] as const)
    it(`is 404 for ${type}, and names the types that exist, ${nearest} first`, async () => {
      const { status, body } = await ask(`GET /jobtype/${type}`)
      const { context, ...found } = body.notFound
      assert.deepEqual([status, found], [404, { type: 'JobType', id: type }])
      assert.match(context, new RegExp(`^expected one of ${nearest}, [A-Z_]+, .* and \\d+ more$`))
    })
})
