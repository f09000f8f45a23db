/** Shows which slots are held by which steps, and how full the storages are: `GET /usage`. */
import { UsageDocument } from '../../schema/documents/usage.ts'
import { siteId } from '../../schema/ids.ts'
import { slotsInUse } from '../../schema/queries/nodes/slots-in-use.ts'
import { operation } from '../http/operation.ts'
import { StorageUse } from './storage-use.ts'

const storageUse = new StorageUse()

export default operation({
  title: 'Show slots and storages in use',
  description:
    'The slots of all live hosts with the steps that hold them, and the space of the storages as this server ' +
    'sees it. As text/plain: one line per host and category (`slot`, host, category, held, total) and per storage ' +
    '(`storage`, id, name, state, free bytes, capacity), separated by tabs. (Callsheet extension)',
  method: 'GET',
  path: '/usage',
  role: '_job_read',
  produces: UsageDocument,
  plain: usageLines,
}).answer(async ({ em, tools: { storages } }) => {
  const [slots, uses] = await Promise.all([
    slotsInUse(em),
    Promise.all(storages.map((storage) => storageUse.of(storage))),
  ])
  return {
    slot: slots.map(({ holders, ...slot }) => ({
      ...slot,
      holder: holders.map(({ jobId, ...holder }) => ({ jobId: siteId(jobId), ...holder })),
    })),
    storage: storages.map(({ id, name }, at) => ({ id, name, state: 'SILENT' as const, ...uses[at] })),
  }
})

function usageLines({ slot, storage }: UsageDocument): readonly (readonly string[])[] {
  const lines = [
    ...slot.map(({ host, category, holder, total }) => ['slot', host, category, holder.length, total]),
    ...storage.map(({ id, name, state, free = '', capacity = '' }) => [
      'storage',
      id,
      name,
      state,
      free,
      capacity,
    ]),
  ]
  return lines.map((line) => line.map(String))
}
