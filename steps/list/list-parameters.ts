/** The metadata of jobs that list items, and what they ask for. Pure. */
import type { ItemSearchDocument } from '../../schema/documents/item-search.ts'
import { chosenFields, type MetadataView } from '../../schema/metadata/view.ts'
import {
  NO_CRITERIA,
  type SearchedFor,
  searchedFor,
  searchIn,
} from '../../schema/queries/media/search/searched-for.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Invalid } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { namesIn } from '../item/names-in.ts'

export const LIST_FORMATS = ['CSV', 'XML', 'JSON'] as const
export type ListFormat = (typeof LIST_FORMATS)[number]

/** What a list can have of each item. */
export const LIST_DATA = ['metadata', 'uri', 'shape', 'external'] as const
export type ListDatum = (typeof LIST_DATA)[number]

export const LIST_PARAMETERS: readonly Parameter[] = [
  {
    key: 'destinationUri',
    required: true,
    description:
      'URI of the list: `file:`, `http:`, `https:` (by PUT), `s3:`, `ftp:`, `ftps:` or `sftp:`. A folder if it ends with a slash: the file is then named `items.csv`, `items.xml` or `items.json`. An existing file is overwritten once the list is whole.',
  },
  {
    key: 'outputFormat',
    required: false,
    description: 'Format of the list: `CSV` (default), `XML` (an ItemListDocument) or `JSON` (the same).',
    values: LIST_FORMATS,
  },
  {
    key: 'field',
    required: false,
    description:
      'The fields of the metadata, separated by commas. `a:b` shows `a` as `b`; in XML and JSON, `-a` leaves it out and `*` stands for anything. Default: all in XML and JSON; in CSV the columns `title`, `originalFilename`, `mediaType`, `mimeType`, `durationSeconds`, `created` and `user`.',
  },
  {
    key: 'data',
    required: false,
    description:
      'What to list of each item, separated by commas: `metadata` (default), `uri`, `shape`, `external`.',
    form: {
      pattern: new RegExp(`^\\s*(${LIST_DATA.join('|')})\\s*(,\\s*(${LIST_DATA.join('|')})\\s*)*$`),
      expected: `${LIST_DATA.join(', ')}, separated by commas`,
    },
  },
  {
    key: 'search',
    required: false,
    description:
      'The items to list: words, or an ItemSearchDocument as XML or JSON. Default: all items, the newest first.',
  },
]

/** What a list is to have. */
export interface ListWanted extends Pick<MetadataView, 'fields' | 'excluded'> {
  readonly format: ListFormat
  readonly data: readonly ListDatum[]
  readonly search: SearchedFor
}

/** Throws Malformed for a search that cannot be read. */
export function listWanted(metadata: Metadata): ListWanted | Invalid {
  const { outputFormat = 'CSV', field = '', data = 'metadata', search } = metadata
  const format = LIST_FORMATS.find((one) => one === outputFormat) ?? 'CSV'
  const chosen = chosenFields(namesIn(field))
  const asked = namesIn(data)
  const criteria: ItemSearchDocument = search === undefined ? NO_CRITERIA : searchIn(search)
  const found = searchedFor([criteria])
  if ('refused' in found)
    return invalid('search', `${found.refused}: ${found.explanation}`, found.value ?? search)
  const unfit = format === 'CSV' ? unfitForColumn(chosen) : undefined
  if (unfit !== undefined)
    return invalid('field', 'expected names of fields: each is a column of a CSV list', unfit)
  const fields = format === 'CSV' && chosen.fields.length === 0 ? DEFAULT_COLUMNS : chosen.fields
  return {
    ...{ format, fields, excluded: chosen.excluded, search: { ...found, facets: [] } },
    data: LIST_DATA.filter((one) => asked.includes(one)),
  }
}

const DEFAULT_COLUMNS: ListWanted['fields'] = [
  ...['title', 'originalFilename', 'mediaType', 'mimeType', 'durationSeconds', 'created', 'user'].map(
    (pattern) => ({ pattern }),
  ),
]

function unfitForColumn({ fields, excluded }: Pick<ListWanted, 'fields' | 'excluded'>): string | undefined {
  const [first] = excluded
  return first === undefined ? fields.find(({ pattern }) => pattern.includes('*'))?.pattern : `-${first}`
}

function invalid(key: string, explanation: string, value = ''): Invalid {
  return { refused: 'invalid', key, explanation, value }
}
