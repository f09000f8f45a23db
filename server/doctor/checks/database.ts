/** What a PostgreSQL that answers says of itself: rights, connections, schema, clock, default password. */
import pg from 'pg'
import { SCHEMA_VERSION } from '../../../schema/migrations/migrations.ts'
import { type Connection, clientOptions } from '../../../schema/sql/database.ts'
import { isLoopback } from '../../auth/loopback.ts'
import type { ServerRole } from '../../process/arguments.ts'
import { CONNECTIONS_NEEDED } from '../../process/database/connections.ts'
import { reasonOf } from '../../process/database/while-away.ts'
import type { Finding } from '../finding.ts'

export interface DatabaseFacts {
  readonly version: string
  /** How far the clock of this machine is ahead of its clock, ms. */
  readonly aheadMs: number
  /** Connections that are open, and may be. */
  readonly used: number
  readonly most: number
  /** Whether this user may create the schema, or owns it. */
  readonly mayMigrate: boolean
  /** The last migration; null without a schema. */
  readonly schema: string | null
  /** Null if it cannot be read. */
  readonly defaultPassword: boolean | null
}

/** `now`: ms since 1970, by the clock of this machine. */
export async function readDatabase(
  connection: Connection,
  now: () => number,
): Promise<DatabaseFacts | { readonly unreachable: string }> {
  const client = new pg.Client({
    ...clientOptions(connection),
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const before = now()
    const { rows } = await client.query<Row>(FACTS)
    const [{ at, ...row } = NOTHING] = rows
    const aheadMs = (before + now()) / 2 - at
    const schema = await one<string>(client, NEWEST, row.hasSchema)
    const defaultPassword = await one<boolean>(client, DEFAULT_PASSWORD, row.hasSchema)
    return { ...row, aheadMs, schema, defaultPassword }
  } catch (error) {
    return { unreachable: reasonOf(error) }
  } finally {
    await client.end().catch(() => undefined)
  }
}

type Row = Pick<DatabaseFacts, 'version' | 'used' | 'most' | 'mayMigrate'> & {
  readonly at: number
  readonly hasSchema: boolean
}
const NOTHING: Row = { version: '', used: 0, most: 0, mayMigrate: false, at: 0, hasSchema: false }

/** Null if it cannot be read: rights may be missing, or the schema may be that of another release. */
async function one<T>(client: pg.Client, statement: string, hasSchema: boolean): Promise<T | null> {
  if (!hasSchema) return null
  const answer = await client.query<{ value: T }>(statement).catch(() => undefined)
  return answer?.rows[0]?.value ?? null
}

const FACTS = /* sql */ `
select
  current_setting('server_version') as version,
  extract(epoch from clock_timestamp())::float8 * 1000 as at,
  (select count(*) from pg_stat_activity where backend_type = 'client backend')::integer as used,
  current_setting('max_connections')::integer as most,
  to_regclass('callsheet.migration') is not null as "hasSchema",
  case when to_regnamespace('callsheet') is null then has_database_privilege(current_database(), 'create')
    else (select pg_has_role(nspowner, 'usage') from pg_namespace where nspname = 'callsheet') end as "mayMigrate"`
const NEWEST = 'select max(name) as value from callsheet.migration'
const DEFAULT_PASSWORD = 'select bool_or(default_password) as value from callsheet.user_account'

interface Question {
  readonly role: ServerRole
  readonly host: string
  /** Whether ADMIN_PASSWORD replaces the default one at the next start. */
  readonly hasAdminPassword: boolean
  /** Whether a server of this DATA_DIR is connected already. */
  readonly isServerRunning: boolean
}

/** Pure. */
export function databaseFindings(
  facts: DatabaseFacts | { readonly unreachable: string },
  { role, host, hasAdminPassword, isServerRunning }: Question,
): readonly Finding[] {
  if ('unreachable' in facts)
    return [wrong('database', `it does not answer: ${facts.unreachable}`, ['npm start'])]
  const needed = isServerRunning ? 0 : CONNECTIONS_NEEDED[role]
  return [
    connections(facts, needed),
    schemaFinding(facts),
    ...(facts.defaultPassword === true && !hasAdminPassword ? [passwordFinding(host)] : []),
  ]
}

function connections({ version, used, most }: DatabaseFacts, needed: number): Finding {
  const check = 'database'
  const says = `PostgreSQL ${version}, ${used} of ${most} connections in use`
  if (most - used >= needed) return { check, state: 'ok', says }
  const mend = [
    `psql "$DATABASE_URL" -c 'alter system set max_connections = ${most + needed}'`,
    'sudo systemctl restart postgresql',
  ]
  return wrong(check, `${says}; a start needs ${needed}`, mend)
}

function schemaFinding({ schema, mayMigrate }: DatabaseFacts): Finding {
  const check = 'schema'
  if (!mayMigrate) {
    const says = 'this user may not create or change the schema callsheet'
    return wrong(check, says, [
      `psql "$DATABASE_URL" -c 'alter schema callsheet owner to USER'`,
      `psql "$DATABASE_URL" -c 'grant create on database DATABASE to USER'`,
    ])
  }
  if (schema === null) return { check, state: 'ok', says: 'none yet; the first start makes it' }
  if (schema === SCHEMA_VERSION) return { check, state: 'ok', says: schema }
  if (schema < SCHEMA_VERSION)
    return { check, state: 'ok', says: `${schema}; the next start migrates it to ${SCHEMA_VERSION}` }
  return wrong(check, `${schema} is of a newer release; this one knows ${SCHEMA_VERSION}`, [
    'git pull && npm ci && npm start',
  ])
}

function passwordFinding(host: string): Finding {
  const check = 'password'
  const mend = ['npm run user -- password admin']
  if (isLoopback(host))
    return {
      check,
      state: 'warning',
      says: 'a user has the default password, valid from this machine only',
      mend,
    }
  return wrong(
    check,
    `a user has the default password, and HOST ${host} is reachable from other machines`,
    mend,
  )
}

/** Problems of DATABASE_URL, in the words of the start, with what mends them. Pure. */
export function urlFindings(problems: readonly string[]): readonly Finding[] {
  return problems.map((says) => wrong('PostgreSQL', says, mendOf(says)))
}

function mendOf(says: string): readonly string[] {
  if (/pooler/.test(says)) return ["psql -p 6432 pgbouncer -c 'set pool_mode = session'"]
  if (/PostgreSQL 15 or newer/.test(says))
    return ['sudo apt-get install -y postgresql-17', 'unset DATABASE_URL']
  if (/allows this user/.test(says))
    return [
      `psql "$DATABASE_URL" -c 'alter system set max_connections = 100'`,
      'sudo systemctl restart postgresql',
    ]
  if (/ECONNREFUSED|ENOENT/.test(says)) return ['sudo systemctl start postgresql', 'unset DATABASE_URL']
  if (/ENOTFOUND|EAI_AGAIN/.test(says))
    return [`getent hosts "$(echo "$DATABASE_URL" | sed -E 's|.*@([^:/]+).*|\\1|')"`]
  if (/password authentication|SASL|no pg_hba/.test(says)) return [`psql "$DATABASE_URL" -c 'select 1'`]
  if (/database ".*" does not exist/.test(says)) return [`createdb ${quotedName(says)}`]
  if (/schema/.test(says)) return ['git pull && npm ci && npm start']
  return [`psql "$DATABASE_URL" -c 'select version()'`, 'unset DATABASE_URL']
}

function quotedName(says: string): string {
  return /database "([\w-]+)"/.exec(says)?.[1] ?? 'callsheet'
}

function wrong(check: string, says: string, mend: readonly string[]): Finding {
  return { check, state: 'wrong', says, mend }
}
