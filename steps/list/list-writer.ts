/** Writes a list of items in parts, as CSV, XML or JSON. Pure. */
import { stringify } from 'csv-stringify/sync'
import { writeJson } from '../../schema/codec/json/json.ts'
import { writeXmlDirect } from '../../schema/codec/xml/xml-list.ts'
import { ItemDocument, ItemListDocument } from '../../schema/documents/item.ts'
import type { MetadataDocument, TimespanPart } from '../../schema/documents/metadata.ts'
import type { ListDatum, ListWanted } from './list-parameters.ts'

/** The parts of a list, in their order: a start, pages, an end. */
export interface ListWriter {
  readonly start: string
  page(items: readonly ItemDocument[], place: { readonly isFirst: boolean }): string
  readonly end: string
}

/** `hits`: how many items matched when the list was begun. */
export function listWriter(wanted: ListWanted, hits: number): ListWriter {
  switch (wanted.format) {
    case 'CSV':
      return csvWriter(wanted)
    case 'XML':
      return xmlWriter(hits)
    case 'JSON':
      return jsonWriter(hits)
  }
}

function csvWriter(wanted: ListWanted): ListWriter {
  const columns = columnsOf(wanted)
  return {
    start: csv([columns.map(({ name }) => name)]),
    page: (items) => csv(items.map((item) => columns.map(({ of }) => cell(of(item))))),
    end: '',
  }
}

/** As RFC 4180 has it: commas, and CRLF after each line. */
function csv(rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : stringify(rows as string[][], CSV)
}

/** Readers end a record at a line feed alone, too. */
const CSV = { record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const

interface Column {
  readonly name: string
  of(item: ItemDocument): readonly string[]
}

function columnsOf(wanted: ListWanted): readonly Column[] {
  const itemId: Column = { name: 'itemId', of: ({ id = '' }) => [id] }
  return [itemId, ...wanted.data.flatMap((datum) => columnsFor(datum, wanted))]
}

function columnsFor(datum: ListDatum, { fields }: ListWanted): readonly Column[] {
  switch (datum) {
    case 'metadata':
      return fields.map(({ pattern, name = pattern }) => ({
        name,
        of: ({ metadata }) => valuesOf(metadata, pattern),
      }))
    case 'uri':
      return [{ name: 'uri', of: ({ files }) => files?.uri ?? [] }]
    case 'shape':
      return [{ name: 'shape', of: ({ shape = [] }) => shape.map(({ id = '', tag }) => named(id, tag)) }]
    case 'external':
      return [
        { name: 'externalId', of: ({ externalId = [] }) => externalId.map((one) => one.externalId ?? '') },
      ]
  }
}

function named(id: string, tags: readonly string[] = []): string {
  return [id, ...tags].join(' ')
}

/** Of all timespans, groups, tracks and languages, in their order, each once. */
function valuesOf(metadata: MetadataDocument | undefined, name: string): readonly string[] {
  const within = ({ field, group }: Pick<TimespanPart, 'field' | 'group'>): readonly string[] => [
    ...field.filter((one) => one.name === name).flatMap(({ value }) => value.map((one) => one.value)),
    ...group.flatMap(within),
  ]
  return (metadata?.timespan ?? []).flatMap(within)
}

function cell(values: readonly string[]): string {
  return [...new Set(values)].join('; ')
}

/** The list without items around those of the pages, so that the codec writes every byte. */
function xmlWriter(hits: number): ListWriter {
  const around = (items: readonly ItemDocument[]) => writeXmlDirect(ItemListDocument, { hits, item: items })
  const empty = around([])
  const end = `</${ItemListDocument.name}>`
  const start = empty.slice(0, -end.length)
  return {
    start,
    page: (items) => around(items).slice(start.length, -end.length),
    end,
  }
}

function jsonWriter(hits: number): ListWriter {
  return {
    start: `{"hits":${hits},"item":[`,
    page: (items, { isFirst }) =>
      items.map((item, at) => `${isFirst && at === 0 ? '' : ','}${writeJson(ItemDocument, item)}`).join('\n'),
    end: ']}',
  }
}
