/** The job type LIST_ITEMS: writes a list of items to a file, whole or not at all. */
import { Malformed } from '../../schema/codec/malformed.ts'
import { jobType } from '../engine/declare/job-type.ts'
import type { Invalid } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { listItems, removeListed, removeUnfinishedList, transferList } from '../list/list-items.ts'
import { LIST_PARAMETERS, listWanted } from '../list/list-parameters.ts'
import type { Tools } from '../tools.ts'
import { LIMIT_RATE } from '../transfer/parameters.ts'
import { refusedPlaces } from '../transfer/places.ts'

export default jobType<Tools>(
  'LIST_ITEMS',
  'List of items.',
  [
    { number: 100, step: listItems },
    { number: 200, step: transferList, after: [100] },
    { number: 300, step: removeListed, after: [200], critical: false },
    { number: 900, step: removeUnfinishedList, cleanup: true },
  ],
  { parameters: [...LIST_PARAMETERS, LIMIT_RATE], check },
)

async function check(metadata: Metadata, tools: Tools): Promise<Invalid | undefined> {
  const { destinationUri } = metadata
  const unfit = unfitList(metadata)
  return (
    unfit ?? refusedPlaces(destinationUri === undefined ? {} : { destinationUri }, tools, { remotely: true })
  )
}

function unfitList(metadata: Metadata): Invalid | undefined {
  try {
    const wanted = listWanted(metadata)
    return 'refused' in wanted ? wanted : undefined
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return {
      ...{ refused: 'invalid', key: 'search', explanation: error.message },
      value: metadata['search'] ?? '',
    }
  }
}
