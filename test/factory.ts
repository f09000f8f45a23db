/** Inserts rows in any state, so that a test can start anywhere in the life of a job. */

import { keyOf } from '../schema/need.ts'
import type { Database } from '../schema/sql/database.ts'
import { isFinal, type JobState, type Priority, rankOf, type StepState } from '../schema/states.ts'
import { User } from '../schema/tables/user.ts'
import { hashPassword } from '../server/auth/password/password.ts'

/** A job as a test needs it, with defaults for everything else. Times are ISO 8601. */
export interface Wanted {
  /** Default: the next unused id. */
  readonly id?: number
  readonly type?: string
  readonly state?: JobState
  readonly priority?: Priority
  readonly user?: string
  readonly started?: string
  readonly finished?: string
  readonly metadata?: Readonly<Record<string, string>>
  readonly steps?: readonly WantedStep[]
}

export interface WantedStep {
  readonly number: number
  readonly name?: string
  readonly result?: unknown
  readonly description?: string
  /** Default: that of its last run, or NONE. */
  readonly state?: StepState
  readonly after?: readonly number[]
  readonly critical?: boolean
  readonly cleanup?: boolean
  /** Time of the last change of its state. Default: noon. */
  readonly changed?: string
  /** Default: that of its last run. */
  readonly errorMessage?: string
  /** Attempts in order. */
  readonly runs?: readonly WantedRun[]
}

export interface WantedRun {
  /** Default: the next unused id. */
  readonly id?: number
  readonly state: StepState
  /** Default: the next unused number of the step. */
  readonly attempt?: number
  readonly started?: string
  readonly changed?: string
  readonly errorMessage?: string
  readonly progress?: {
    readonly value: number
    readonly total?: number
    readonly unit?: 'bytes' | 'percent'
    readonly warnings?: number
    readonly errors?: number
  }
  readonly lines?: readonly { readonly at?: string; readonly text: string; readonly level?: string }[]
}

/** Inserts a job; returns its id. */
export async function job(database: Database, wanted: Wanted = {}): Promise<number> {
  const { type = 'TRANSCODE', state = 'READY', priority = 'MEDIUM', user = 'admin', metadata = {} } = wanted
  const started = wanted.started ?? NOON
  const finished = wanted.finished ?? (isFinal(state) ? '2026-01-01T12:01:00.000Z' : null)
  const values = [type, state, rankOf(priority), user, started, finished, state === 'HOLD']
  const columns = 'type, state, priority, user_name, started, finished, held'
  const id =
    wanted.id === undefined
      ? await insert(database, 'job', columns, values)
      : await insert(database, 'job', `id, ${columns}`, [wanted.id, ...values])
  for (const [key, value] of Object.entries(metadata)) {
    await insert(database, 'metadata', 'job_id, key, value', [id, key, value], 'job_id')
  }
  for (const wantedStep of wanted.steps ?? []) await step(database, id, wantedStep)
  return id
}

async function step(database: Database, jobId: number, wanted: WantedStep): Promise<void> {
  const {
    number,
    name = `step-${number}`,
    result,
    description = `Step ${number}.`,
    runs = [],
    after = [],
    critical = true,
    cleanup = false,
  } = wanted
  const state = wanted.state ?? runs.at(-1)?.state ?? 'NONE'
  const columns =
    'job_id, number, name, description, state, attempt, priority, need, runs_as, after, critical, cleanup, tries, result, changed, error_message'
  const attempt = Math.max(0, runs.length - 1)
  const dependencies = `{${after.join(',')}}`
  const rest = [
    3,
    keyOf({ type: 'TRANSCODE', category: 'cpu' }),
    'STARTED_ASYNCHRONOUS',
    dependencies,
    critical,
    cleanup,
    6,
    result === undefined ? null : JSON.stringify(result),
    wanted.changed ?? NOON,
    wanted.errorMessage ?? runs.at(-1)?.errorMessage ?? null,
  ]
  const values = [jobId, number, name, description, state, attempt, ...rest]
  const stepId = await insert(database, 'step', columns, values)
  for (const [at, wantedRun] of runs.entries()) await run(database, { jobId, stepId, attempt: at }, wantedRun)
}

type Of = { readonly jobId: number; readonly stepId: number; readonly attempt: number }

async function run(database: Database, { jobId, stepId, attempt }: Of, wanted: WantedRun): Promise<void> {
  const { state, started = NOON, changed = NOON, errorMessage = null, progress, lines = [] } = wanted
  const id = wanted.id ?? (await nextRun(database))
  const columns = 'id, step_id, job_id, attempt, state, started, changed, error_message'
  const values = [id, stepId, jobId, wanted.attempt ?? attempt, state, started, changed, errorMessage]
  await insert(database, 'attempt', columns, values)
  if (progress) {
    const { value, total = null, unit = null, warnings = 0, errors = 0 } = progress
    await insert(
      database,
      'progress',
      'job_id, attempt_id, value, total, unit, warnings, errors',
      [jobId, id, value, total, unit, warnings, errors],
      'attempt_id',
    )
  }
  for (const [at, { text, level = 'info', at: said = NOON }] of lines.entries()) {
    await insert(
      database,
      'log_line',
      'job_id, attempt_id, line, at, level, text',
      [jobId, id, at + 1, said, level, text],
      'line',
    )
  }
}

async function nextRun(database: Database): Promise<number> {
  const [row] = await database.em
    .fork()
    .execute<{ id: number }[]>("select nextval('callsheet.placement_id')::integer as id")
  return row?.id ?? 0
}

async function insert(
  database: Database,
  table: string,
  columns: string,
  values: readonly unknown[],
  key = 'id',
): Promise<number> {
  const statement = `insert into callsheet.${table} (${columns}) values (${values.map(() => '?')}) returning ${key} as id`
  const [row] = await database.em.fork().execute<{ id: number }[]>(statement, [...values])
  if (!row) throw new Error(`nothing was written to ${table}`)
  return row.id
}

const NOON = '2026-01-01T12:00:00.000Z'

/** Default password of users in tests. */
export const PASSWORD = 'secret'

export interface WantedUser {
  readonly name: string
  readonly password?: string
  readonly roles?: readonly string[]
  readonly disabled?: boolean
}

/** Inserts a user. Users with the same password share a hash, as hashing takes 30 ms. */
export async function user(database: Database, wanted: WantedUser): Promise<void> {
  const { name, password = PASSWORD, roles = [], disabled = false } = wanted
  const hash = HASHES.get(password) ?? hashPassword(password)
  HASHES.set(password, hash)
  const row = { name, passwordHash: await hash, roles: [...roles], disabled, defaultPassword: false }
  await database.em.fork().insert(User, row)
}

const HASHES = new Map<string, Promise<string>>()

/** The `Authorization` header of a user. */
export function as(name: string, password = PASSWORD): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
}
