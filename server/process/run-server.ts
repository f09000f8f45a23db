/** Runs a server or a worker: its database, agent and API. */
import manifest from '../../package.json' with { type: 'json' }
import { readStoredRules } from '../../schema/queries/admission/queue-rules.ts'
import { declared } from '../../steps/declared.ts'
import { replaceRules } from '../../steps/engine/admission/queue-rules.ts'
import { Engine } from '../../steps/engine/engine.ts'
import { aborted, clock } from '../../steps/engine/runtime/clock.ts'
import { trouble } from '../../steps/engine/runtime/events.ts'
import { JobListener } from '../../steps/engine/runtime/job-listener.ts'
import { type Call, Wake, withWakeUps } from '../../steps/engine/runtime/wake.ts'
import type { ProgramEnvironment } from '../../tasks/program/environment.ts'
import { Scripts } from '../../tasks/script/scripts.ts'
import { ensureAdmin } from '../auth/ensure-admin.ts'
import { isLoopback } from '../auth/loopback.ts'
import { BackgroundQueue } from '../background/background-queue.ts'
import { LazyQueue } from '../background/lazy-queue.ts'
import { Recurring, recurringWork } from '../background/recurring.ts'
import { type ApiParts, apiApp, close, listen } from '../http/api.ts'
import { AutoImports } from '../import/auto/auto-imports.ts'
import { baseUriOf, notificationHostsOf } from '../notification/notification-hosts.ts'
import { Notifier } from '../notification/notifier.ts'
import { unusedSettings } from '../queue/unused-settings.ts'
import { inWords } from '../retention/words.ts'
import { Evacuations } from '../storage/evacuations.ts'
import { firstStorage } from '../storage/first-storage.ts'
import { AgentProcess } from './agent-process.ts'
import type { ServerRole } from './arguments.ts'
import { CannotStart } from './cannot-start.ts'
import type { CheckedSettings } from './check/check-settings.ts'
import { openDatabase } from './database/open-database.ts'
import { SchemaWatch } from './database/schema-watch.ts'
import { whileAway } from './database/while-away.ts'
import { firstSample } from './first-sample.ts'
import { eventLog, type Log, logReport, openLog } from './log.ts'
import { startFacts } from './start-facts.ts'
import { startReport } from './start-report.ts'
import { toolsOf } from './tools.ts'

/** The environment of a server, as supplied by its process. */
export interface ServerProcessContext {
  /** The environment for programs. */
  readonly env: ProgramEnvironment
  readonly isTerminal: boolean
  /** Whether the terminal shows colors. */
  readonly hasColors: boolean
  readonly signal: AbortSignal
  readonly stop: () => void
}

/** Runs a role until the signal is aborted, then stops everything that it started. */
export async function runServer(
  role: ServerRole,
  { config, rules }: CheckedSettings,
  here: ServerProcessContext,
): Promise<void> {
  const { signal, env, isTerminal, hasColors, stop } = here
  const log = openLog(config.logLevel, { isTerminal, hasColors })
  const publish = eventLog(log, () => clock.now())
  await using tools = toolsOf(config, env)
  const sample = role === 'worker' ? undefined : firstSample(config, tools, log, signal)
  await using opened = await openDatabase({ role, config, log, signal, onLost: stop })
  const { connection, database } = opened
  await using agent = role === 'api' ? undefined : new AgentProcess(connection, publish, signal)
  const { version } = manifest
  const started = { role, config, tools, database }
  if (role === 'worker') {
    logReport(log, startReport(await startFacts(started)))
    await aborted(signal)
  } else {
    const defaultPassword = await whileAway({ config, log, signal }, async () => {
      await replaceRules(database.em.fork(), rules, signal)
      const stored = await readStoredRules(database.em.fork())
      for (const sentence of unusedSettings(config, rules, stored)) log.warn(sentence)
      await firstStorage(database.em.fork(), tools.mediaRoots)
      return ensureAdmin(database.em.fork(), config.adminPassword)
    })
    if (defaultPassword) refuseDefaultPasswordOn(config.host)
    await sample
    await using changes = new JobListener(connection, clock, trouble(publish, 'changes'), signal)
    await using schema = new SchemaWatch(database, (text) => log.warn(text))
    await using background = new LazyQueue(() =>
      BackgroundQueue.open(connection, trouble(publish, 'background queue')),
    )
    await using notifier = new Notifier({
      fork: () => database.em.fork(),
      open: () => background.get(),
      ...{ hosts: notificationHostsOf(config), baseUri: baseUriOf(config) },
      isOutdated: () => schema.isOutdated,
      onError: trouble(publish, 'notifications'),
    })
    await using _recurring = new Recurring({
      open: () => background.get(),
      work: recurringWork({
        ...{ config, fork: () => database.em.fork(), isOutdated: () => schema.isOutdated },
        onError: trouble(publish, 'recurring work'),
        onGone: (gone) => log.info({ ...gone }, inWords(gone)),
      }),
      onError: trouble(publish, 'recurring work'),
    })
    const { jobTypes } = await declared(config.testJobs)
    const wakeLocalAgent = (call: Call) => agent?.call(call) ?? false
    const wake = new Wake(database, trouble(publish, 'notify'), wakeLocalAgent)
    const creating = {
      fork: () => database.em.fork(),
      engine: new Engine(database, jobTypes, tools, wake, withWakeUps(publish, wake)) as Engine,
      isOutdated: () => schema.isOutdated,
    }
    await using _autoImports = new AutoImports({
      ...creating,
      onError: trouble(publish, 'automatic imports'),
    })
    await using _evacuations = new Evacuations({
      ...{ ...creating, mediaRoots: tools.mediaRoots },
      onError: trouble(publish, 'evacuations'),
    })
    await using scripts = new Scripts({ mostQueued: MOST_TRIALS_QUEUED })
    const isOutdated = () => schema.isOutdated
    const now = () => performance.now()
    const parts: ApiParts = {
      ...{ config, database, tools, jobTypes, version, changes },
      ...{ publish, wakeLocalAgent, scripts, now, isOutdated },
      hurryDeliveries: () => notifier.hurry(),
      onError: (error, { id, method, url }) =>
        log.error({ id, method, url, err: error }, `${method} ${url} failed (${id})`),
    }
    await serve(parts, { log, signal }, async (url) =>
      logReport(log, startReport(await startFacts({ ...started, api: { url, defaultPassword } }))),
    )
  }
}

/** Further trials are refused until these have run. */
const MOST_TRIALS_QUEUED = 16

/** The default password would sign in from any machine that reaches the address. */
function refuseDefaultPasswordOn(host: string): void {
  if (isLoopback(host)) return
  throw new CannotStart(
    `HOST ${host} is reachable from other machines, and admin has the default password: ` +
      'set another one with `npm run user -- password admin`, or set ADMIN_PASSWORD.',
  )
}

async function serve(
  parts: ApiParts,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
  report: (url: string) => Promise<void>,
): Promise<void> {
  const { config } = parts
  const app = apiApp(parts)
  const { server, url } = await listen(app, config.host, config.port)
  await report(url)
  await aborted(signal)
  log.info('stopping')
  await close(server)
  await app.wakeUpsSent()
}
