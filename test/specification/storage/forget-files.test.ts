/** Rows of files that are not there do not stay for ever (docs/retention.md). */
import assert from 'node:assert/strict'
import { forgetFiles } from '../../../schema/queries/retention/forget-files.ts'
import { serving } from '../../serving.ts'

describe('A file is forgotten', () => {
  const { api } = serving()

  it('when it has been LOST or announced for long, and no shape and no live job has it', async () => {
    const em = api().test.database.em.fork()
    await em.execute(FILES)
    assert.equal(await forgetFiles(em, 90, 1), 1)
    assert.equal(await forgetFiles(em, 90, 10), 1)
    const left = 'select array_agg(id order by id) as ids from callsheet.file where id > 1000'
    assert.deepEqual(await em.execute(left), [{ ids: [1003, 1004, 1005, 1006] }])
  })
})

const FILES = /* sql */ `
insert into callsheet.file (id, uri, size, state, changed, registered)
select id, 'file:///gone/' || id, 1, state, now() - days * interval '1 day', now() - interval '200 days'
from (values
  (1001, 'LOST', 100), (1002, 'TO_APPEAR', null), (1003, 'LOST', 80), (1004, 'CLOSED', 100), (1005, 'LOST', 100), (1006, 'TO_APPEAR', null)
) as f (id, state, days);
insert into callsheet.item (id, user_name) values (1001, 'root');
insert into callsheet.shape (id, item_id) values (1001, 1001);
insert into callsheet.component (id, shape_id, kind) values (1001, 1001, 'container');
insert into callsheet.component_file (component_id, file_id) values (1001, 1005);
insert into callsheet.job (id, type, state, user_name, priority, started) values (1, 'PLACEHOLDER_IMPORT', 'READY', 'root', 3, now());
insert into callsheet.metadata (job_id, key, value) values (1, 'destinationFileId', 'VX-1006')`
