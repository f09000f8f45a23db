import assert from 'node:assert/strict'
import { TABLES } from '../../schema/tables/tables.ts'
import { database, type TestDatabase } from '../setup.ts'

describe('entities and migrations agree:', () => {
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())

  for (const entity of TABLES) {
    it(`${entity.name} has the columns of its table, with their types and nullability`, async () => {
      const { tableName, props } = test.database.getMetadata().getByClassName(entity.name)
      const declared = props
        .flatMap(({ fieldNames, columnTypes, nullable = false }) =>
          fieldNames.map((name, at) => ({ name, type: columnTypes[at] ?? '', nullable })),
        )
        .map(({ name, type, nullable }) => `${name} ${TYPES[type] ?? type}${nullable ? '' : ' not null'}`)
      const columns = await test.database.em
        .fork()
        .execute<{ readonly described: string }[]>(COLUMNS, [`callsheet.${tableName}`])
      assert.deepEqual(declared.toSorted(), columns.map(({ described }) => described).toSorted())
    })
  }
})

/** Types with different names in MikroORM and PostgreSQL. */
const TYPES: Readonly<Record<string, string>> = {
  int: 'integer',
  serial: 'integer',
  bigserial: 'bigint',
  'timestamptz(0)': 'timestamp with time zone',
  timestamptz: 'timestamp with time zone',
}

const COLUMNS = /* sql */ `
select attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end as described
from pg_attribute
where attrelid = ?::regclass and attnum > 0 and not attisdropped`
