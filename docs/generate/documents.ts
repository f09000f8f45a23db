/** Generates docs/documents.md: every document with all of its fields. */
import { describe, type Row } from '../../schema/codec/describe.ts'
import type { AnyDocument } from '../../schema/document.ts'
import { code, codes, NONE, type Page, page, table } from './markdown.ts'

export function documentsPage(documents: readonly AnyDocument[]): Page {
  return page('docs/documents.md', 'The documents', 'schema/documents/', [
    INTRODUCTION,
    documents
      .map(({ name, description }) => `- [\`${name}\`](#${name.toLowerCase()}): ${description || NONE}`)
      .join('\n'),
    ...documents.flatMap(section),
  ])
}

const INTRODUCTION = `Every document has an XML and a JSON form. In XML, the root element has the name of the
document and the default namespace \`http://xml.vidispine.com/schema/vidispine\`; elements are written in the
order below and read in any order. In JSON, the root has no name; a repeatable element is always an array, an
attribute is a plain key, and text beside attributes has the key \`value\`. Times are
\`2026-01-31T12:00:00.000Z\` in XML and \`2026-01-31T12:00:00.000+0000\` in JSON. Optional fields without a
value are left out.`

function section(document: AnyDocument): readonly string[] {
  return [
    `## ${document.name}`,
    ...(document.description ? [document.description] : []),
    ...(document.absent === 'null'
      ? ['In JSON, fields without a value are `null` instead of being left out.']
      : []),
    table(
      ['Field', 'Times', 'Type', 'Description'],
      describe(document).map((row) => cells(row, document.name)),
    ),
  ]
}

function cells({ path, place, type, cardinality, description }: Row, document: string): readonly string[] {
  return [
    fieldName(path.slice(document.length + 1), place),
    cardinality,
    typeName(type, document),
    description || NONE,
  ]
}

/** Writes an attribute as XPath does, and the text of an element by its JSON key. */
function fieldName(path: string, place: Row['place']): string {
  const names = path.split('.')
  const last = names.pop() ?? ''
  const shown = place === 'attribute' ? `@${last}` : last
  return `${code([...names, shown].join('.'))}${place === 'content' ? ' (text)' : ''}`
}

function typeName(type: string, document: string): string {
  if (type === document) return `[${code(type)}](#${type.toLowerCase()})`
  if (type.startsWith(`${document}.`)) return `as ${code(type.slice(document.length + 1))}`
  return type.includes(' | ') ? codes(type.split(' | ')) : type
}
