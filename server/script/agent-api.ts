/** The API as the scripts of a step agent call it: in the agent's own process, whatever runs elsewhere. */
import type { Config } from '../../config/config.ts'
import manifest from '../../package.json' with { type: 'json' }
import { type Connection, connect } from '../../schema/sql/database.ts'
import type { JobType } from '../../steps/engine/declare/job-type.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import { type Publish, trouble } from '../../steps/engine/runtime/events.ts'
import { JobListener } from '../../steps/engine/runtime/job-listener.ts'
import type { ScriptEnvironment } from '../../steps/script/environment.ts'
import type { Tools } from '../../steps/tools.ts'
import type { Scripts } from '../../tasks/script/scripts.ts'
import { apiApp } from '../http/api.ts'
import { SCRIPT_POOL } from '../process/database/connections.ts'
import { SchemaWatch } from '../process/database/schema-watch.ts'

export interface AgentApiParts {
  readonly config: Config
  readonly connection: Connection
  readonly tools: Tools
  readonly jobTypes: readonly JobType<Tools>[]
  readonly scripts: Scripts
  readonly publish: Publish
}

/** Opened by the first call: most agents run no script that makes one. */
export class AgentApi implements AsyncDisposable {
  readonly #parts: AgentApiParts
  readonly #closing = new AsyncDisposableStack()
  #opened: Promise<ScriptEnvironment['api']> | undefined

  constructor(parts: AgentApiParts) {
    this.#parts = parts
  }

  readonly call: ScriptEnvironment['api'] = async (user, request, signal) => {
    this.#opened ??= this.#open()
    const api = await this.#opened
    return api(user, request, signal)
  }

  async #open(): Promise<ScriptEnvironment['api']> {
    const { config, connection, publish } = this.#parts
    const statementWithinMs = config.statementTimeout * 1_000
    const database = await connect(connection, { poolSize: SCRIPT_POOL, statementWithinMs })
    this.#closing.defer(() => database.close())
    const changes = this.#closing.use(new JobListener(connection, clock, trouble(publish, 'changes')))
    const schema = this.#closing.use(new SchemaWatch(database, trouble(publish, 'api of scripts')))
    const app = apiApp({
      ...{ ...this.#parts, database, changes, version: manifest.version },
      isOutdated: () => schema.isOutdated,
      now: () => performance.now(),
      onError: (error, { id, method, url }) =>
        trouble(publish, `api of scripts: ${method} ${url} (${id})`)(error),
    })
    this.#closing.defer(() => app.wakeUpsSent())
    return app.sandbox.api
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened?.catch(() => undefined)
    await this.#closing[Symbol.asyncDispose]()
  }
}
