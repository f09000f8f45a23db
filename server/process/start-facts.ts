/** Collects what a start has found, for its report. */
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import type { Config } from '../../config/config.ts'
import manifest from '../../package.json' with { type: 'json' }
import type { Database } from '../../schema/sql/database.ts'
import type { Tools } from '../../steps/tools.ts'
import type { ServerRole } from './arguments.ts'
import { capacityOf } from './capacity.ts'
import { samplePath } from './first-sample.ts'
import type { StartFacts } from './start-report.ts'
import { mediaRootsOf } from './tools.ts'

interface Started {
  readonly role: ServerRole
  readonly config: Config
  readonly tools: Tools
  readonly database: Database
  /** Of the API, if this process serves it. */
  readonly api?: { readonly url: string; readonly defaultPassword: boolean }
}

export async function startFacts({ role, config, tools, database, api }: Started): Promise<StartFacts> {
  const sample = samplePath(config)
  const found = sample !== undefined && existsSync(sample) ? sample : undefined
  const [row] = await database.em.fork().execute(`select current_setting('server_version') as version`)
  return {
    version: manifest.version,
    ...(api && { api: { ...api, hostName: hostname(), sample: found } }),
    dataDir: resolve(config.dataDir),
    mediaRoots: mediaRootsOf(config).map((path) => ({ path, exists: existsSync(path) })),
    ...(role !== 'api' && { slots: capacityOf(config).slots }),
    programs: await tools.programs(),
    postgres: {
      version: String(row?.['version']),
      isEmbedded: config.databaseUrl === undefined,
    },
  }
}
