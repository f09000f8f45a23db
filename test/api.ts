/** Creates the real app for tests. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import supertest from 'supertest'
import { readConfig } from '../config/config.ts'
import { connect } from '../schema/sql/database.ts'
import { apiApp } from '../server/http/api.ts'
import { toolsOf } from '../server/process/tools.ts'
import { declared } from '../steps/declared.ts'
import { clock } from '../steps/engine/runtime/clock.ts'
import { type EngineEvent, trouble } from '../steps/engine/runtime/events.ts'
import { JobListener } from '../steps/engine/runtime/job-listener.ts'
import { programEnvironment } from '../tasks/program/environment.ts'
import { Scripts } from '../tasks/script/scripts.ts'
import { type Answered, assertDescribed } from './server/reference/described.ts'
import { database, type TestDatabase } from './setup.ts'

export interface Api extends AsyncDisposable {
  readonly app: ReturnType<typeof apiApp>
  /** Each answer is checked against the reference. */
  readonly request: ReturnType<typeof supertest>
  readonly test: TestDatabase
  readonly changes: JobListener
  readonly dataDir: string
  readonly mediaRoot: string
  readonly events: readonly EngineEvent[]
}

/**
 * The real app without a step agent: new jobs stay READY. Default: on a separate database. `shared`: that of
 * another app, which must be disposed of later.
 */
export async function api(
  environment: Readonly<Record<string, string>> = {},
  shared?: TestDatabase,
): Promise<Api> {
  const test = shared ?? (await database())
  const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-api-'))
  const read = readConfig({ DATA_DIR: dataDir, ...environment })
  if ('wrong' in read) throw new Error(read.wrong.join('\n'))
  const mediaRoot = join(dataDir, 'media')
  await mkdir(mediaRoot)
  const tools = toolsOf(read.config, programEnvironment(process.env))
  const events: EngineEvent[] = []
  const publish = (event: EngineEvent) => void events.push(event)
  const changes = new JobListener(test.connection, clock, trouble(publish, 'changes'))
  const pool = await connect(test.connection, { statementWithinMs: read.config.statementTimeout * 1_000 })
  const scripts = new Scripts()
  const app = apiApp({
    ...{ config: read.config, database: pool, tools, version: '0.0.0', changes, publish },
    jobTypes: (await declared(read.config.testJobs)).jobTypes,
    scripts,
    onError: () => undefined,
    now: () => performance.now(),
  })
  return {
    ...{ app, test, changes, dataDir, events, mediaRoot },
    request: checked(supertest(app.callback())),
    async [Symbol.asyncDispose]() {
      await scripts[Symbol.asyncDispose]()
      await changes[Symbol.asyncDispose]()
      await pool.close()
      if (!shared) await test[Symbol.asyncDispose]()
      await tools[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

type Agent = ReturnType<typeof supertest>

/** The same agent, but a request fails if its answer is not as the reference describes it. */
function checked(agent: Agent): Agent {
  const methods = (['get', 'put', 'patch', 'post', 'delete', 'options', 'head'] as const).map((method) => [
    method,
    (path: string) => agent[method](path).expect((answer) => assertDescribed(answer as unknown as Answered)),
  ])
  return Object.fromEntries(methods) as Agent
}
