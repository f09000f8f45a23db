/** Collects the bundle of a job from its database, its API and this machine. */
import { arch, release } from 'node:os'
import type { EntityManager } from '@mikro-orm/postgresql'
import { type Config, type Environment, SETTINGS } from '../../config/config.ts'
import manifest from '../../package.json' with { type: 'json' }
import { siteId } from '../../schema/ids.ts'
import { SCHEMA_VERSION } from '../../schema/migrations/migrations.ts'
import { readAuditOfJob } from '../../schema/queries/access/audit.ts'
import { readSource } from '../../schema/queries/jobs/read-source.ts'
import { readJobRecords } from '../../schema/queries/records/job-records.ts'
import { commandsInLog, newestLog } from '../../schema/queries/records/newest-log.ts'
import type { ReadLogLine } from '../../schema/queries/records/read-log.ts'
import { JOB_STATES, PRIORITIES, STEP_STATES } from '../../schema/states.ts'
import type { ScriptEnvironment } from '../../steps/script/environment.ts'
import type { Finding } from '../doctor/finding.ts'
import { CannotStart } from '../process/cannot-start.ts'
import type { LaunchedTools } from '../process/tools.ts'
import { BUNDLE_FORMAT, type JobBundle } from './job-bundle.ts'
import { maskSecrets } from './mask/mask-secrets.ts'
import { mediaRecords } from './media-records.ts'
import { ownDocuments, written } from './own-documents.ts'

export interface Collecting {
  readonly em: EntityManager
  readonly api: ScriptEnvironment['api']
  readonly config: Config
  readonly environment: Environment
  readonly tools: LaunchedTools
  readonly doctor: readonly Finding[]
  /** ISO 8601. */
  readonly made: string
}

/** Throws CannotStart for a job that does not exist. */
export async function collectBundle(jobId: number, here: Collecting): Promise<JobBundle> {
  const { em, api, tools, doctor, made, environment } = here
  const job = await readSource(em, jobId)
  if (!job) throw new CannotStart(`There is no job ${siteId(jobId)}.`)
  const { steps: _steps, ...request } = job
  const id = siteId(jobId)
  const answers = await ownDocuments(em, api, { jobId: id, jobType: job.type })
  const { postgres, ...records } = await readJobRecords(em, jobId)
  const { started } = answers['job'] as { readonly started: string }
  const collected = {
    ...{ jobId: id, jobType: job.type, made, request, documents: answers },
    versions: { ...(await versionsOf(tools)), postgres },
    settings: settingsIn(environment),
    ...(await logOf(em, jobId)),
    ...{ ...records, doctor },
    media: await mediaRecords(
      { metadata: job.metadata, steps: records.steps, outputs: answers['outputs'] },
      tools,
    ),
    presets: presetsOf(job.metadata, tools),
    audit: await readAuditOfJob(em, id, new Date(started)),
  }
  const { value, places } = maskSecrets(collected, new Set([...HARMLESS, job.type]))
  return { callsheetBundle: BUNDLE_FORMAT, ...value, documents: written(value.documents), masked: places }
}

const HARMLESS = [...JOB_STATES, ...STEP_STATES, ...PRIORITIES, 'admin', 'true', 'false']

async function versionsOf(tools: LaunchedTools): Promise<Readonly<Record<string, string>>> {
  const programs = await tools.programs()
  const found = 'missing' in programs ? [] : Object.entries({ ...programs })
  return {
    ...{ callsheet: manifest.version, schema: SCHEMA_VERSION, node: process.versions.node },
    ...{ system: `${process.platform} ${release()} ${arch()}` },
    ...Object.fromEntries(found.map(([name, { path, version }]) => [name, `${version} (${path})`])),
  }
}

function settingsIn(environment: Environment): Readonly<Record<string, string>> {
  const variables = Object.values(SETTINGS).map(({ variable }) => variable)
  return Object.fromEntries(
    variables.flatMap((variable) => (environment[variable] ? [[variable, environment[variable]]] : [])),
  )
}

async function logOf(em: EntityManager, jobId: number): Promise<Pick<JobBundle, 'log' | 'commands'>> {
  const newest = await newestLog(em, jobId, MOST_LINES + 1)
  const lines = bounded(newest.slice(-MOST_LINES).map(lineOf))
  const note = `Only the newest ${lines.length} lines: the log is longer.`
  const commands = await commandsInLog(em, jobId)
  return {
    log: { lines, ...(lines.length < newest.length && { note }) },
    commands: commands.map(({ text }) => text),
  }
}

const MOST_LINES = 5_000
/** Characters of the log. */
const LONGEST_LOG = 4_000_000

function lineOf({ at, level, step, attempt, text }: ReadLogLine): string {
  return `${new Date(at).toISOString()} ${level.toUpperCase()} ${step}/${attempt} ${text}`
}

/** The newest lines that fit. Pure. */
function bounded(lines: readonly string[]): readonly string[] {
  let size = 0
  const from = lines.findLastIndex((line) => {
    size += line.length
    return size > LONGEST_LOG
  })
  return lines.slice(from + 1)
}

/** Those that the job names, and the default. */
function presetsOf({ tags = 'original' }: Readonly<Record<string, string>>, { presets }: LaunchedTools) {
  const named = tags.split(',').map((tag) => tag.trim())
  return presets.filter(({ tag }) => named.includes(tag))
}
