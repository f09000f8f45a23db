/** Describes the AuditLogDocument, the answer of `GET /audit`. */

import {
  type DocumentOf,
  dateTime,
  document,
  element,
  integer,
  list,
  maybe,
  shape,
  string,
} from '../document.ts'

const entry = shape({
  timestamp: element(dateTime, 'When it was answered.'),
  username: maybe(
    string,
    'The user who signed in. Absent without a sign-in, or if one failed with the name of no user.',
  ),
  runAs: maybe(string, 'The user whom the header `RunAs` named.'),
  address: element(string, 'The IP address of the client; empty for `npm run user`.'),
  operation: element(
    string,
    'The operation, as in the reference: `PUT /user/{user}`; `sign-in` for one that failed, or `npm run user -- …`.',
  ),
  method: element(string, 'The HTTP method.'),
  path: element(string, 'The path, without parameters.'),
  status: element(integer, 'The HTTP status of the answer: the outcome.'),
})

export const AuditLogDocument = document(
  'AuditLogDocument',
  {
    count: element(integer, 'How many entries this page has.'),
    entry: list(entry, 'The entries, newest first.'),
  },
  { description: 'Who changed what, and who failed to sign in.' },
)
export type AuditLogDocument = DocumentOf<typeof AuditLogDocument>
