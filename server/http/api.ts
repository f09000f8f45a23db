/** Assembles the API as a Koa app, and starts and stops its HTTP server. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '../../config/config.ts'
import { bearerOfKey } from '../../schema/queries/access/access-keys.ts'
import { takeTicket } from '../../schema/queries/access/stream-tickets.ts'
import { bearerOf } from '../../schema/queries/access/tokens.ts'
import type { Database } from '../../schema/sql/database.ts'
import type { JobType } from '../../steps/engine/declare/job-type.ts'
import { Engine } from '../../steps/engine/engine.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import { type Publish, trouble } from '../../steps/engine/runtime/events.ts'
import type { JobListener } from '../../steps/engine/runtime/job-listener.ts'
import { Wake, type WakeLocalAgent, withWakeUps } from '../../steps/engine/runtime/wake.ts'
import { JOB_TYPES } from '../../steps/job-types.ts'
import type { ScriptEnvironment } from '../../steps/script/environment.ts'
import type { Tools } from '../../steps/tools.ts'
import type { Scripts } from '../../tasks/script/scripts.ts'
import { AuditTrail } from '../audit/audit-trail.ts'
import { Credentials } from '../auth/credentials.ts'
import { findAccountIn, findAccountNamedIn } from '../auth/find-account.ts'
import { nameInJwtWith } from '../auth/json-web-tokens.ts'
import { outputSender } from '../job/output/send-output.ts'
import { REFUSED_OPERATIONS } from '../not-implemented/operations.ts'
import { FirstAttempts } from '../notification/first-attempts.ts'
import { notificationHostsOf } from '../notification/notification-hosts.ts'
import { OPERATIONS } from '../operations.ts'
import { CannotStart } from '../process/cannot-start.ts'
import { samplePath } from '../process/first-sample.ts'
import { retentionRules } from '../retention/rules.ts'
import { ownApi } from '../script/own-api.ts'
import { scriptSettings } from '../script/script-limits.ts'
import { ScriptTokens } from '../script/script-tokens.ts'
import { confinementSelfTest } from '../selftest/confinement.ts'
import { databaseSelfTest } from '../selftest/database.ts'
import { mediaProgramsSelfTest } from '../selftest/media-programs.ts'
import { queueRulesSelfTest } from '../selftest/queue-rules.ts'
import { schemaSelfTest } from '../selftest/schema.ts'
import type { Door } from '../stream/admit-listener.ts'
import { serverSentEvents } from '../stream/server-sent-events.ts'
import { Streams } from '../stream/streams.ts'
import { upgrades } from '../stream/web-socket.ts'
import type { OnError } from './answer/answer-error.ts'
import { answerClientError } from './answer/client-error.ts'
import { createApp } from './app.ts'

export interface ApiParts {
  readonly config: Config
  readonly database: Database
  readonly tools: Tools
  /** Default: the built-in job types. */
  readonly jobTypes?: readonly JobType<Tools>[]
  readonly version: string
  readonly changes: JobListener
  readonly publish: Publish
  /** The agent of this server, if it has one. */
  readonly wakeLocalAgent?: WakeLocalAgent
  /** Runs scripts that clients try or check. */
  readonly scripts: Scripts
  /** Logs a server error, with the id that its answer has. */
  readonly onError: OnError
  readonly now: () => number
  /** Whether a newer server has migrated the database; this one then refuses all changes. */
  readonly isOutdated?: () => boolean
  /** Makes deliveries of what has just happened at once. Default: another server makes them. */
  readonly hurryDeliveries?: () => void
}

/** The API as a Koa app, with the handler for WebSocket upgrades. */
export function apiApp(parts: ApiParts) {
  const {
    config,
    database,
    tools,
    jobTypes = JOB_TYPES,
    version,
    changes,
    publish,
    wakeLocalAgent,
    scripts,
    onError,
    now,
    isOutdated,
    hurryDeliveries: hurry = () => undefined,
  } = parts
  const fork = (signal?: AbortSignal) => database.em.fork(signal && { signal })
  const sample = samplePath(config)
  const wake = new Wake(database, trouble(publish, 'notify'), wakeLocalAgent)
  const find = findAccountIn(fork)
  const tokens = new ScriptTokens()
  const { record: audit } = new AuditTrail(fork, trouble(publish, 'audit'))
  const credentials = new Credentials(
    now,
    {
      account: find,
      named: findAccountNamedIn(fork),
      ofToken: async (hash) => tokens.bearer(hash) ?? bearerOf(fork(), hash),
      ofKey: (id, hash) => bearerOfKey(fork(), id, hash),
      nameInJwt: nameInJwtWith(config),
    },
    audit,
  )
  const host = `${config.host}:${config.port}`
  const sandbox: ScriptEnvironment = {
    ...{ scripts, ...scriptSettings(config) },
    api: ownApi({ find, tokens, host, handle: (request, response) => void handle(request, response) }),
  }
  const door: Door = {
    credentials,
    takeTicket: (hash) => takeTicket(fork(), hash),
    proxies: config.trustProxy,
  }
  const lost = trouble(publish, 'stream')
  const streams = new Streams({ fork, changes, clock, find, onError: lost })
  const firstAttempts = new FirstAttempts({ fork, clock, hurry, onError: trouble(publish, 'notifications') })
  const engine = new Engine(database, jobTypes, tools, wake, withWakeUps(publish, wake)) as Engine
  const app = createApp({
    operations: [...OPERATIONS, ...REFUSED_OPERATIONS],
    sendEvents: serverSentEvents(streams, door),
    sendOutput: outputSender({
      credentials,
      engine,
      fork,
      mediaRoots: tools.mediaRoots,
      proxies: config.trustProxy,
    }),
    ...{ fork, credentials, audit, engine, tools, firstAttempts },
    changes,
    sandbox,
    settings: {
      version,
      bodyLimitBytes: config.bodyLimit,
      bodyTimeoutMs: BODY_TIMEOUT_MS,
      trustProxy: config.trustProxy,
      notificationHosts: notificationHostsOf(config),
      strictMetadata: config.strictMetadata,
      relativeThumbnailUris: config.relativeThumbnailUris,
      retention: retentionRules(config).rules,
      ...(sample !== undefined && { sample }),
    },
    selfTests: [
      ...[databaseSelfTest, schemaSelfTest, mediaProgramsSelfTest, confinementSelfTest(tools)],
      queueRulesSelfTest(
        config,
        jobTypes.map(({ name }) => name),
      ),
    ],
    ...(isOutdated && { isOutdated }),
    now,
    onError,
  })
  const handle = app.callback()
  return Object.assign(app, {
    streams,
    sandbox,
    upgrade: upgrades(streams, door, lost),
    /** Resolves when no wake-up is left to send. */
    wakeUpsSent: () => wake.sent(),
  })
}

/** Resolves once the server listens. Port 0 picks a free port; `url` has the real one. */
export async function listen(
  app: ReturnType<typeof apiApp>,
  host: string,
  port: number,
): Promise<{ server: Server; url: string }> {
  const handle = app.callback()
  const options = { shouldUpgradeCallback: isWebSocket, ...TIMEOUTS }
  const server = createServer(options, (request, response) => void handle(request, response))
  server.on('upgrade', app.upgrade)
  server.on('clientError', answerClientError)
  await new Promise<void>((resolve, reject) =>
    server.once('error', (error) => reject(listenError(error, host, port))).listen(port, host, resolve),
  )
  const { port: taken } = server.address() as AddressInfo
  return { server, url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}` }
}

/** Documents have a shorter limit of their own. Uploads may take a day, if no minute is without a byte. */
const TIMEOUTS = { requestTimeout: 86_400_000, headersTimeout: 60_000 } as const

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new CannotStart(`Port ${port} on ${host} is already in use: set PORT to another port.`)
}

/** Clients offer other upgrades too, such as `h2c` (Java, `curl --http2`); they are answered without one. */
function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket'
}

/** Stops listening, and closes connections with running requests after `withinMs`, default 5 s. */
export async function close(server: Server, withinMs = 5_000): Promise<void> {
  const closed = new AbortController()
  void clock.sleep(withinMs, closed.signal).then(() => server.closeAllConnections())
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeIdleConnections()
  })
  closed.abort()
}

const BODY_TIMEOUT_MS = 30_000
