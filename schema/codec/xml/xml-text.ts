/** Formats values as XML text, before escaping. Numbers take their shortest form: `100`, `0.5`, `4.6e-7`. */

import type { Text } from '../../document.ts'
import { writeNumber } from '../text.ts'

export function xmlText(text: Text, value: unknown): string {
  switch (text.kind) {
    case 'integer':
    case 'float':
      return writeNumber(text.kind, value as number)
    case 'boolean':
      return value === true ? 'true' : 'false'
    case 'dateTime':
      return (value as Date).toISOString()
    case 'empty':
      return ''
    case 'string':
    case 'oneOf':
      return value as string
  }
}
