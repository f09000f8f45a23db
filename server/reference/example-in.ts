/** Writes an example as OpenAPI has it: JSON as a value, XML as an indented text. */
import { writeJson } from '../../schema/codec/json/json.ts'
import { writeXml } from '../../schema/codec/xml/xml.ts'
import type { AnyDocument, DocumentOf } from '../../schema/document.ts'

export function exampleIn<D extends AnyDocument>(
  format: 'xml' | 'json',
  document: D,
  value: DocumentOf<D>,
): unknown {
  if (format === 'xml') return writeXml(document, value, { indented: true })
  return JSON.parse(writeJson(document, value))
}
