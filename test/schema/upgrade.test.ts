/** A migration keeps what is stored. */
import assert from 'node:assert/strict'
import { execute } from '../../schema/sql/execute.ts'
import { database } from '../setup.ts'

describe('An upgrade', () => {
  it('keeps deliveries and their numbers when their table gets partitions', async () => {
    await using test = await database()
    const sql = (text: string) => execute(test.database.em.fork(), text)
    await sql('drop schema callsheet cascade')
    await sql('create schema callsheet')
    await test.database.migrator.up({ to: '0006-notifications' })
    await sql(`insert into callsheet.notification (entity, document) values ('job', '{}')`)
    const add = (created: string) =>
      sql(`insert into callsheet.delivery (notification_id, job_id, action, sequence, created, content_type, body)
        values (1, 7, 'STOP', 3, ${created}, 'text/plain', 'x') returning id::integer`)
    await add(`now() - interval '1 year'`)
    await add('now()')
    await test.database.migrator.up()
    const kept = await sql('select id::integer, sequence, outcome from callsheet.delivery order by id')
    assert.deepEqual(kept, [
      { id: 1, sequence: 3, outcome: 'pending' },
      { id: 2, sequence: 3, outcome: 'pending' },
    ])
    assert.deepEqual(await add('now()'), [{ id: 3 }])
    await sql('delete from callsheet.notification')
    assert.deepEqual(await sql('select from callsheet.delivery'), [])
  })
})
