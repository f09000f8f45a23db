/** Writes a list of items to a file (wire-media.md §5.4). */
import { writeJson } from '../../../schema/codec/json/json.ts'
import { ItemSearchDocument } from '../../../schema/documents/item-search.ts'
import { JobDocument } from '../../../schema/documents/job.ts'
import { LIST_DATA, LIST_FORMATS } from '../../../steps/list/list-parameters.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { oneOf, repeated, string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { JOB, startWith } from '../../import/job-parameters.ts'
import { acceptedSearch } from '../../search/item-search.ts'

const query = {
  ...JOB,
  destinationUri: parameter(
    string,
    undefined,
    'URI of the list. In a folder, it is named `items.csv`, `items.xml` or `items.json`. Required.',
  ),
  outputFormat: parameter(oneOf(LIST_FORMATS), 'CSV', 'The format of the list.'),
  field: parameter(repeated, [], 'The fields to list; `a:b` shows `a` as `b`. Default: a choice.'),
  data: parameter(repeated, [], `What to list: ${LIST_DATA.join(', ')}. Default \`metadata\`.`),
} as const

const listItems = operation({
  ...{ title: 'List items in a file', method: 'POST', path: '/item/list', role: '_export' },
  description:
    'Writes the items that match the search, or all, with the metadata and more of each. The job counts them as `rows`.',
  accepts: ItemSearchDocument,
  ...{ query, produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async ({ body, ...given }) => {
  const { destinationUri, outputFormat, field, data } = given.query
  if (!destinationUri) throw invalidInput('destinationUri', 'expected a URI, got nothing')
  if (body) acceptedSearch([body])
  return startWith(given, 'LIST_ITEMS', async () => ({
    ...{ destinationUri, outputFormat },
    ...(field.length > 0 && { field: field.join(',') }),
    ...(data.length > 0 && { data: data.join(',') }),
    ...(body && { search: writeJson(ItemSearchDocument, body) }),
  }))
})

export const LISTS_OF_ITEMS: readonly Operation[] = [listItems]
