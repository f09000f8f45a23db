/** Serves given operations for the tests of the HTTP layer, with accounts and a separate database. */
import { createServer, type Server } from 'node:http'
import { readSettings } from '../../../config/config.ts'
import { connect, type Database } from '../../../schema/sql/database.ts'
import { Credentials } from '../../../server/auth/credentials.ts'
import { findAccountIn } from '../../../server/auth/find-account.ts'
import { createApp } from '../../../server/http/app.ts'
import type { SelfTest } from '../../../server/http/context.ts'
import type { Operation } from '../../../server/http/operation.ts'
import { toolsOf } from '../../../server/process/tools.ts'
import { Engine } from '../../../steps/engine/engine.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { JobListener } from '../../../steps/engine/runtime/job-listener.ts'
import { Wake } from '../../../steps/engine/runtime/wake.ts'
import type { ScriptEnvironment } from '../../../steps/script/environment.ts'
import { Scripts } from '../../../tasks/script/scripts.ts'
import { user } from '../../factory.ts'
import { database } from '../../setup.ts'

export interface Stage {
  readonly server: Server
  /** The prefix of links. */
  readonly baseUrl: string
  /** The errors passed to `onError`. */
  readonly errors: readonly unknown[]
}

type Options = {
  readonly selfTests?: readonly SelfTest[]
  readonly bodyLimitBytes?: number
  readonly bodyTimeoutMs?: number
  /** Default: a new one, with the accounts. */
  readonly database?: () => Promise<Database>
}

/** Serves the operations while the tests of the calling suite run; only they may read the result. */
export function stage(operations: readonly Operation[], options: Options = {}): Stage {
  const errors: unknown[] = []
  const closing = new AsyncDisposableStack()
  const server = createServer()
  const staged = { server, errors, baseUrl: '' }
  before(async () => {
    const opened = (await options.database?.()) ?? closing.use(await withAccounts()).database
    const handle = appOf(operations, opened, options, (error) => errors.push(error)).callback()
    server.on('request', (request, response) => void handle(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (typeof address === 'object') staged.baseUrl = `http://127.0.0.1:${address?.port}/API`
  })
  after(async () => {
    await new Promise((resolve) => server.close(resolve))
    await closing.disposeAsync()
  })
  return staged
}

/** An unreachable database: port 1 refuses every connection. */
export function nowhere(): Promise<Database> {
  return connect({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' })
}

async function withAccounts() {
  const test = await database()
  const users = [
    { name: 'root', roles: ['_super_access_user'] },
    { name: 'operator', roles: ['_administrator'] },
    { name: 'ann', roles: ['_job_read'] },
    { name: 'bob', roles: ['_job_read', '_job_write'] },
    { name: 'gone', roles: ['_job_read'], disabled: true },
  ]
  for (const wanted of users) await user(test.database, wanted)
  return test
}

/** No operation of these tests runs a script. */
const NO_SANDBOX: ScriptEnvironment = {
  ...{ scripts: new Scripts(), hosts: [], limits: () => ({ flaw: 'no script' }) },
  api: async () => Promise.reject(new Error('no API')),
}

const TOOLS = toolsOf(readSettings({}).config, {})

function appOf(
  operations: readonly Operation[],
  opened: Database,
  options: Options,
  onError: (error: unknown) => void,
) {
  const { selfTests = [], bodyLimitBytes = 10_485_760, bodyTimeoutMs = 30_000 } = options
  const fork = () => opened.em.fork()
  const now = () => performance.now()
  return createApp({
    operations,
    fork,
    audit: async () => undefined,
    credentials: new Credentials(now, { account: findAccountIn(fork) }),
    engine: new Engine<unknown>(opened, [], undefined, new Wake(opened, onError), () => undefined),
    // Stopped from the start: no job changes in these tests.
    changes: new JobListener({ url: 'postgres://127.0.0.1:1' }, clock, onError, AbortSignal.abort()),
    settings: {
      ...{ version: '1.2.3', bodyLimitBytes, bodyTimeoutMs, trustProxy: 0, notificationHosts: ['*'] },
      strictMetadata: false,
      relativeThumbnailUris: false,
      retention: { jobDays: 90, daysByType: {}, deliveryDays: 90, auditDays: 90 },
    },
    tools: TOOLS,
    sandbox: NO_SANDBOX,
    selfTests,
    firstAttempts: { of: async () => [] },
    now,
    onError,
  })
}
