/** Reads the example of a document, which the reference shows. */

import { readFileSync } from 'node:fs'
import { readJson } from '../codec/json/json.ts'
import type { AnyDocument, DocumentOf } from '../document.ts'

/** From `examples/`, where each document has a file with its name. */
export function exampleOf<D extends AnyDocument>(document: D): DocumentOf<D> {
  return readJson(document, readFileSync(new URL(`examples/${document.name}.json`, import.meta.url), 'utf8'))
}
