/** A request for each operation that returns 200, with what it needs to exist. */
import { writeJson } from '../../../schema/codec/json/json.ts'
import { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import type { How, Serving } from '../../serving.ts'
import { SEQUENCE_PATHS } from '../item-jobs/sequence-paths.ts'
import { ACCESS_PATHS } from './access-requests.ts'
import { IMPORT_PATHS, MEDIA_PATHS } from './media-requests.ts'
import { shapeTagPaths } from './shape-tag-paths.ts'

/** The path at which an operation returns 200, by its method and path; default: its own path. */
export const PATHS: Readonly<Record<string, (serving: Serving) => Promise<string>>> = {
  ...MEDIA_PATHS,
  ...IMPORT_PATHS,
  ...SEQUENCE_PATHS,
  ...ACCESS_PATHS,
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
    ['GET', 'DELETE', 'PUT', 'POST'].flatMap((method) => [
      ...[
        '',
        '/script',
        '/script/try',
        '/script/validate',
        '/validate',
        '/metadata',
        '/metadata/:key',
      ].flatMap((end) => [
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
  ...notificationPaths(),
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
  ...shapeTagPaths(),
  'POST /job': async ({ api }) => `/job?type=TRANSCODE&jobmetadata=sourceUri%3d${api().mediaRoot}/a.mov`,
}

/** The request of operations that cannot be called with a password. */
export const REQUESTS: Readonly<Record<string, (serving: Serving) => Promise<How>>> = {
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

/** Every operation on notifications, at each of their places. */
function notificationPaths(): Readonly<Record<string, (serving: Serving) => Promise<string>>> {
  const places: readonly (readonly [path: string, filled: (serving: Serving) => Promise<string>])[] = [
    ['/job/notification', async () => '/job/notification'],
    ['/job/:jobId/notification', async ({ job }) => `/job/VX-${await job()}/notification`],
    ['/notification', async () => '/notification'],
    ['/storage/file/notification', async () => '/storage/file/notification'],
    ['/:entity/notification', async () => '/item/notification'],
    ['/:entity/:entityId/notification', async () => '/item/VX-3/notification'],
  ]
  const ends = ['', '/:id', '/:id/external-id', '/:id/external-id/:externalId']
  const deliveries = ['/notification/:id/delivery', '/notification/:id/delivery/:deliveryId/send']
  return Object.fromEntries([
    ...places.flatMap(([path, filled]) =>
      ends.flatMap((end) =>
        ['GET', 'POST', 'PUT', 'DELETE'].map((method) => [
          `${method} ${path}${end}`,
          async (served: Serving) => {
            const place = await filled(served)
            const id = end === '' ? '' : await notification(served, place)
            return place + end.replace(':id', id).replace(':externalId', 'ext')
          },
        ]),
      ),
    ),
    ...deliveries.map((path) => [
      `${path.endsWith('send') ? 'POST' : 'GET'} ${path}`,
      async (served: Serving) => {
        const id = await notification(served, '/notification')
        const [row] = await served.rows<{ id: number }>(
          `insert into callsheet.delivery (notification_id, job_id, action, sequence, created, content_type, body, outcome)
           values (?, 1, 'STOP', 1, now(), 'text/plain', 'é', 'failed') returning id::integer`,
          [Number(id.slice(3))],
        )
        return path.replace(':id', id).replace(':deliveryId', String(row?.id))
      },
    ]),
  ])
}

async function notification({ ask }: Serving, place: string): Promise<string> {
  const trigger = place.startsWith('/job') ? { trigger: { job: { stop: '' } } } : {}
  const body = JSON.stringify({ action: { http: { url: 'http://localhost:1/' } }, ...trigger })
  const { text } = await ask(`POST ${place}`, { by: 'root', type: 'application/json', body })
  return String(JSON.parse(text).uri[0])
}
