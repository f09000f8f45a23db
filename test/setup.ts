/** Starts PostgreSQL for the tests, and creates a database for each test file; loaded by `.mocharc.json`. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Connection, connect, type Database, migrate } from '../schema/sql/database.ts'
import { ensureAdmin } from '../server/auth/ensure-admin.ts'
import { startPostgres } from '../server/postgres/postgres.ts'

type Socket = Exclude<Connection, { readonly url: string }>

const VARIABLE = 'CALLSHEET_TEST_POSTGRES'
const TEMPLATE = 'callsheet_template'

let stop: (() => Promise<void>) | undefined

/** Runs once, in the process that starts the workers. They find PostgreSQL by the variable. */
export async function mochaGlobalSetup(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-test-'))
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const postgres = await startPostgres({ dataDir, maxConnections: 200, settings })
  process.env[VARIABLE] = JSON.stringify(postgres.connection)
  stop = async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  await makeTemplate()
}

export async function mochaGlobalTeardown(): Promise<void> {
  await stop?.()
}

export interface TestDatabase extends AsyncDisposable {
  readonly connection: Socket
  readonly database: Database
}

/** A new database, as after the first start. The caller disposes of it. */
export async function database(): Promise<TestDatabase> {
  const connection = { ...server(), database: `test_${randomUUID().replaceAll('-', '')}` }
  await sql(`create database ${connection.database} template ${TEMPLATE} strategy wal_log`)
  const opened = await connect(connection)
  return {
    connection,
    database: opened,
    async [Symbol.asyncDispose]() {
      await opened.close()
      await sql(`drop database ${connection.database} with (force)`)
    },
  }
}

async function makeTemplate(): Promise<void> {
  await sql(`create database ${TEMPLATE}`)
  const template = await connect({ ...server(), database: TEMPLATE })
  await migrate(template)
  await ensureAdmin(template.em.fork(), undefined)
  await template.close()
}

function server(): Socket {
  const connection = process.env[VARIABLE]
  if (connection === undefined) throw new Error('no PostgreSQL for tests: test/setup.ts was not loaded')
  return JSON.parse(connection) as Socket
}

async function sql(statement: string): Promise<void> {
  const client = new pg.Client(server())
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
