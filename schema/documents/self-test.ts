/** Describes the SelfTestDocument. */

import {
  attribute,
  type DocumentOf,
  document,
  itself,
  list,
  maybeAttribute,
  oneOf,
  string,
} from '../document.ts'

export const SelfTestDocument = document(
  'SelfTestDocument',
  {
    message: list(string, 'Messages of the test.', { empty: 'omit' }),
    test: list(itself, 'The tests that this one consists of.'),
    name: maybeAttribute(string, 'The name of the test.'),
    description: maybeAttribute(string, 'What the test checks.'),
    status: attribute(oneOf(['ok', 'warning', 'failed']), 'The result; the worst of its parts.'),
    took: maybeAttribute(string, 'The duration with its unit, such as `5ms`.'),
  },
  { description: 'The result of a self-test of the server.' },
)
export type SelfTestDocument = DocumentOf<typeof SelfTestDocument>
