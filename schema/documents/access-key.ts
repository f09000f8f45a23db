/** Describes the documents of `/user/{user}/key` and `/user/{user}/tokens`. */

import {
  boolean,
  type DocumentOf,
  dateTime,
  document,
  element,
  integer,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../document.ts'

const key = {
  id: maybe(string, 'The user name to sign in with. Ignored in a request.'),
  name: maybe(string, 'What the key is for.'),
  secret: maybe(string, 'The password to sign in with; only in the answer that creates the key.'),
  status: maybe(oneOf(['ACTIVE', 'INACTIVE']), 'Whether the key signs in.'),
  created: maybe(dateTime, 'When it was created. Ignored in a request.'),
  used: maybe(dateTime, 'When it was last used, to the minute (Callsheet extension). Ignored in a request.'),
}

export const AccessKeyDocument = document('AccessKeyDocument', key, {
  description: 'A name and password that sign in as a user, until the key is deactivated or deleted.',
})
export type AccessKeyDocument = DocumentOf<typeof AccessKeyDocument>

export const AccessKeyListDocument = document(
  'AccessKeyListDocument',
  {
    hits: maybe(integer, 'How many keys there are.'),
    key: list(shape(key), 'The keys, oldest first.'),
  },
  { description: 'The access keys of a user.' },
)
export type AccessKeyListDocument = DocumentOf<typeof AccessKeyListDocument>

export const TokenListDocument = document(
  'TokenListDocument',
  {
    token: list(
      shape({
        id: element(integer, 'A number to revoke it by. The token itself is not kept.'),
        created: element(dateTime, 'When it was issued.'),
        used: element(dateTime, 'When it was last used, within a minute or a tenth of its lifetime.'),
        expires: element(dateTime, 'When it expires, unless it is used before with `autoRefresh`.'),
        autoRefresh: element(boolean, 'Whether each use restarts its lifetime.'),
      }),
      'The tokens, oldest first.',
    ),
  },
  { description: 'The valid tokens of a user (Callsheet extension).' },
)
export type TokenListDocument = DocumentOf<typeof TokenListDocument>
