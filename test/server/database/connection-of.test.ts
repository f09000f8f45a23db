import assert from 'node:assert/strict'
import type { Connection } from '../../../schema/sql/database.ts'
import { CannotStart } from '../../../server/process/cannot-start.ts'
import { connectionOf } from '../../../server/process/database/connection-of.ts'

describe('DATABASE_URL', () => {
  const socket = { host: '/run/postgresql', port: 5432, user: 'postgres', database: 'callsheet' }
  // biome-ignore format: a table
  const rows: readonly (readonly [url: string, connection: Connection])[] = [
    ['postgres://ann:secret@db.example:5433/callsheet',              { url: 'postgres://ann:secret@db.example:5433/callsheet' }],
    ['postgresql://db.example/callsheet?sslmode=require',            { url: 'postgresql://db.example/callsheet?sslmode=require' }],
    ['postgres://localhost/callsheet?host=db.example',               { url: 'postgres://localhost/callsheet?host=db.example' }],
    ['postgres://localhost/callsheet?host=/run/postgresql',          socket],
    ['postgres://localhost/callsheet?host=%2Frun%2Fpostgresql',      socket],
    ['postgres://ann%40home@localhost/callsheet?host=/run/postgresql', { ...socket, user: 'ann@home' }],
    ['postgres://localhost:5433/call%20sheet?host=/run/postgresql',  { ...socket, port: 5433, database: 'call sheet' }],
    ['postgres://ann@localhost?host=/run/postgresql',                { ...socket, user: 'ann', database: 'ann' }],
  ]
  for (const [url, connection] of rows)
    it(`can be ${url}`, () => assert.deepEqual(connectionOf(url), connection))

  it('is refused if it is not a valid URL', () =>
    assert.throws(() => connectionOf('postgres://a:50%@/x'), CannotStart))
})
