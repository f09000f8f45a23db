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
    message: list(string, 'What the test has to say.', { empty: 'omit' }),
    test: list(itself, 'The tests this one is made of.'),
    name: maybeAttribute(string, 'The name of the test.'),
    description: maybeAttribute(string, 'What it looks at.'),
    status: attribute(oneOf(['ok', 'warning', 'failed']), 'The worst of its parts.'),
    took: maybeAttribute(string, 'How long it took, with its unit, such as `5ms`.'),
  },
  { description: 'Whether the server is well.' },
)
export type SelfTestDocument = DocumentOf<typeof SelfTestDocument>
