/** Every operation in OPERATIONS, in every format that it returns and accepts. */
import assert from 'node:assert/strict'
import { readJson, writeJson } from '../../../schema/codec/json/json.ts'
import { readXml, writeXml } from '../../../schema/codec/xml/xml.ts'
import type { AnyDocument } from '../../../schema/document.ts'
import { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import { CONTENT_TYPE, FORMATS, type Format } from '../../../server/http/answer/negotiate.ts'
import type { Operation } from '../../../server/http/operation.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { type How, type Serving, serving } from '../../serving.ts'

const ACCEPT = {
  xml: 'application/xml',
  json: 'application/json',
  text: 'text/plain',
  png: 'image/png',
} as const satisfies Record<Format, string>

/** The path at which an operation returns 200, by its method and path; default: its own path. */
const ASKED: Readonly<Record<string, (serving: Serving) => Promise<string>>> = {
  'GET /user/:user/token': async () => '/user/root/token',
  'GET /user/:user/roles': async () => '/user/root/roles',
  'GET /selftest/:name': async () => '/selftest/database',
  'GET /APInoauth/selftest/:name': async () => '/APInoauth/selftest/database',
  'GET /job': async ({ job }) => `/job?user=false&sort=jobId+desc&number=${await job()}`,
  'GET /job/:jobId': async ({ job }) => `/job/VX-${await job({ metadata: { itemId: 'VX-9' } })}`,
  'DELETE /job/:jobId': async ({ job }) => `/job/VX-${await job()}`,
  'PUT /job/:jobId': async ({ job }) => `/job/VX-${await job()}?priority=HIGH`,
  'DELETE /job': async ({ job }) => `/job?id=VX-${await job({ state: 'ABORTED' })}`,
  'GET /jobtype/:type': async () => '/jobtype/TRANSCODE',
  'GET /job/:jobId/problem': async ({ job }) => `/job/VX-${await job()}/problem`,
  'GET /job/:jobId/history': async ({ job }) => `/job/VX-${await job()}/history`,
  'GET /job/:jobId/log': async ({ job }) => `/job/VX-${await job()}/log`,
  'GET /job/:jobId/reason': async ({ job }) => `/job/VX-${await job()}/reason`,
  'GET /job/:jobId/output': async ({ job }) => `/job/VX-${await job()}/output`,
  'POST /job/:jobId/output/ticket': async ({ job }) => `/job/VX-${await job()}/output/ticket`,
  'POST /job/:jobId/stop': async ({ job }) =>
    `/job/VX-${await job({ steps: [{ number: 100, state: 'READY' }] })}/stop`,
  'POST /job/:jobId/pause': async ({ job }) =>
    `/job/VX-${await job({ steps: [{ number: 100, state: 'READY' }] })}/pause`,
  'POST /job/:jobId/resume': async ({ job }) => `/job/VX-${await job()}/resume`,
  'POST /job/problem/:problemId/check': async (served) => `/job/problem/${await problem(served)}/check`,
  'POST /jobtype/:type/pause': async () => '/jobtype/TRANSCODE/pause',
  'POST /jobtype/:type/resume': async () => '/jobtype/TRANSCODE/resume',
  'POST /job/bulk': async () => '/job/bulk?action=abort&all=true',
  'POST /job/:jobId/re-run': async ({ api, job }) =>
    `/job/VX-${await job({ metadata: { sourceUri: `${api().mediaRoot}/a.mov` } })}/re-run`,
  'POST /job/:jobId/step/:step/run': async ({ job }) =>
    `/job/VX-${await job({ state: 'HOLD', steps: [{ number: 100 }] })}/step/100/run`,
  'POST /task-definition': async (served) => {
    await definition(served)
    return '/task-definition'
  },
  'POST /task-definition/jobtype/:type': async (served) => {
    await definition(served)
    return '/task-definition/jobtype/ACME_DELIVER'
  },
  ...Object.fromEntries(
    ['GET', 'DELETE', 'PUT'].flatMap((method) => [
      ...['', '/script', '/metadata', '/metadata/:key'].flatMap((end) => [
        [
          `${method} /task-definition/:id${end}`,
          async (served: Serving) =>
            `/task-definition/${await definition(served)}${end.replace(':key', 'k')}`,
        ],
        [
          `${method} /task-definition/jobtype/:type/step/:step${end}`,
          async (served: Serving) => {
            await definition(served)
            return `/task-definition/jobtype/ACME_DELIVER/step/100${end.replace(':key', 'k')}`
          },
        ],
      ]),
      ...['', '/graph', '/graph/dot'].map((end) => [
        `${method} /task-definition/jobtype/:type${end}`,
        async (served: Serving) => {
          await definition(served)
          return `/task-definition/jobtype/ACME_DELIVER${end}`
        },
      ]),
    ]),
  ),
  'DELETE /configuration/job-pool/:priority': async ({ ask }) => {
    const body = writeJson(JobPoolListDocument, { pool: [{ priorityThreshold: 'LOW', size: 9 }] })
    await ask('PATCH /configuration/job-pool', { by: 'root', type: 'application/json', body })
    return '/configuration/job-pool/LOW'
  },
  'GET /configuration/properties/:key': async () => '/configuration/properties/concurrentJobs',
  'PUT /configuration/properties/:key': async () => '/configuration/properties/concurrentJobs',
  'DELETE /configuration/properties/:key': async () => '/configuration/properties/concurrentJobs',
  'GET /task-group/:group': async (served) => await taskGroup(served),
  'PUT /task-group/:group': async () => '/task-group/formats',
  'DELETE /task-group/:group': async (served) => await taskGroup(served),
  'PUT /task-group/:group/transcoder/:transcoder': async (served) =>
    `${await taskGroup(served)}/transcoder/b`,
  'DELETE /task-group/:group/transcoder/:transcoder': async (served) =>
    `${await taskGroup(served)}/transcoder/a`,
  'GET /task-group/:group/metadata': async (served) => `${await taskGroup(served)}/metadata`,
  'PUT /task-group/:group/metadata': async (served) => `${await taskGroup(served)}/metadata`,
  'DELETE /task-group/:group/metadata': async (served) => `${await taskGroup(served)}/metadata`,
  'GET /task-group/:group/metadata/:key': async (served) => `${await taskGroup(served)}/metadata/title`,
  'PUT /task-group/:group/metadata/:key': async (served) => `${await taskGroup(served)}/metadata/title`,
  'DELETE /task-group/:group/metadata/:key': async (served) => `${await taskGroup(served)}/metadata/title`,
  'POST /job': async ({ api }) => `/job?type=TRANSCODE&jobmetadata=sourceUri%3d${api().mediaRoot}/a.mov`,
}

/** The request of operations that cannot be called with a password. */
const WITH: Readonly<Record<string, (serving: Serving) => Promise<How>>> = {
  'DELETE /token': async ({ ask }) => {
    const { text } = await ask('GET /token', { accept: 'text/plain' })
    return { by: 'nobody', headers: { Authorization: `token ${text}` } }
  },
}

/** Defines the only custom job type, with a step 100; returns the id of the definition. */
async function definition({ ask, rows }: Serving): Promise<number> {
  await rows('delete from callsheet.custom_type returning name')
  const [task] = [
    {
      step: 100,
      jobType: 'ACME_DELIVER',
      script: 'job.log("é");',
      metadata: { field: [{ key: 'k', value: 'é' }] },
    },
  ]
  const body = JSON.stringify({ task: [task] })
  const { text } = await ask('POST /task-definition', { by: 'root', type: 'application/json', body })
  return Number(JSON.parse(text).uri[0])
}

/** Creates a task group with a transcoder and metadata; returns its path. */
async function taskGroup({ ask }: Serving): Promise<string> {
  await ask('PUT /task-group/formats?transcoder=a&metadata=title%3dx', { by: 'root' })
  return '/task-group/formats'
}

/** Writes a problem that was never checked; returns its id. */
async function problem({ rows }: Serving): Promise<number> {
  const [row] = await rows<{ id: number }>(
    `insert into callsheet.problem (type, resource, requirement, data) values ('FILE', gen_random_uuid()::text, 'to exist', '{}') returning id`,
  )
  return row?.id ?? 0
}

/** An accepted body, by the name of its document. */
const BODIES: Readonly<Record<string, unknown>> = {
  JobSearchDocument: {
    facetFilter: [{ field: 'state', value: 'READY' }],
    facet: [{ field: 'type', exclude: ['state'], count: true, minCount: 1, name: 'é <&> 🎬' }],
  },
  TaskDefinitionListDocument: {
    task: [{ step: 200, jobType: 'ACME_DELIVER', script: 'job.log("é <&> 🎬")' }],
  },
  TaskDefinitionDocument: { step: 100, script: 'job.log("é <&> 🎬")' },
  JobPoolListDocument: { concurrentJobs: 7, pool: [{ priorityThreshold: 'LOWEST', size: 9 }] },
  JobPriorityConfigurationDocument: { job: [{ type: 'TRANSCODE', value: 'LOW' }] },
  ConfigurationPropertyDocument: { key: 'concurrentJobs', value: '7' },
  TaskGroupDocument: {
    job: [{ type: ['TRANSCODE'], priority: [], user: ['é <&> 🎬'], group: [], data: [{ key: 'a' }] }],
    transcoder: [],
    maxConcurrency: 7,
  },
  SimpleMetadataDocument: { field: [{ key: 'title', value: 'é <&> 🎬' }] },
}

describe('Formats', () => {
  const served = serving()

  for (const operation of OPERATIONS) {
    const { method, path, accepts, auth, needsBody } = operation.declaration
    const ask = async (how: How) => {
      // An operation that needs a body gets one, unless the test sends its own.
      const given = needsBody && typeof accepts === 'object' ? bodyFor(accepts) : {}
      const asked = (await ASKED[`${method} ${path}`]?.(served)) ?? path
      const by = how.by ? {} : await WITH[`${method} ${path}`]?.(served)
      return served.ask(`${method} ${asked}`, { by: 'root', ...by, ...given, ...how })
    }

    describe(`${method} ${path}`, () => {
      for (const format of operation.formats)
        it(`returns ${format}`, async () => {
          const answer = await ask({ accept: ACCEPT[format] })
          assert.equal(answer.status, 200, answer.text)
          assert.equal(answer.headers['content-type'], CONTENT_TYPE[format])
          assertReadable(operation, format, answer.text ?? '')
        })
      for (const format of FORMATS.filter((one) => !operation.formats.includes(one)))
        it(`does not return ${format}`, async () =>
          assert.equal((await ask({ accept: ACCEPT[format] })).status, 406))
      for (const type of ['application/json', 'application/xml', 'image/png'])
        it(`${needsBody ? 'refuses' : 'accepts'} Content-Type: ${type} without a body`, async () => {
          const answer = await ask({ type, accept: '*/*', ...(needsBody && { body: '' }) })
          assert.equal(answer.status, needsBody ? 400 : 200, answer.text)
        })
      if (typeof accepts === 'object') describe('accepts a body', () => takes(accepts, ask))
      if (auth !== 'none')
        it('is 401 without credentials, in every format', async () => {
          for (const format of FORMATS) {
            const answer = await ask({ by: 'nobody', accept: ACCEPT[format] })
            assert.equal(answer.status, 401)
            assert.equal(answer.headers['content-type'], CONTENT_TYPE[format])
          }
        })
    })
  }
})

function bodyFor(document: AnyDocument): How {
  return { type: 'application/json', body: writeJson(document, BODIES[document.name] as never) }
}

function takes(
  document: AnyDocument,
  ask: (how: How) => Promise<{ readonly status: number; readonly text: string }>,
): void {
  const value = BODIES[document.name] as never
  it('that this test knows', () => assert.ok(value, `BODIES has no ${document.name}`))

  for (const [type, body] of [
    ['application/xml', () => writeXml(document, value)],
    ['text/xml; charset=UTF-8', () => writeXml(document, value)],
    ['application/json', () => writeJson(document, value)],
    ['Application/JSON; charset="utf-8"', () => writeJson(document, value)],
  ] as const)
    it(`as ${type}`, async () => {
      const answer = await ask({ type, body: body() })
      assert.equal(answer.status, 200, answer.text)
    })

  for (const [type, body, status] of [
    ['application/xml', '<', 400],
    ['application/json', '{', 400],
    ['image/png', 'png', 415],
  ] as const)
    it(`but not ${body} as ${type}`, async () => assert.equal((await ask({ type, body })).status, status))
}

function assertReadable({ declaration: { produces } }: Operation, format: Format, text: string): void {
  if (produces === undefined) assert.equal(text, '')
  else if (produces === 'png') assert.equal(format, 'png')
  else if (produces === 'text' || format === 'text') assert.doesNotMatch(text, /^[<{]/)
  else if (format === 'xml') readXml(produces, text)
  else readJson(produces, text)
}
