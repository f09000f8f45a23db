/** Describes the AuthenticationTokenDocument. */

import { type DocumentOf, document, element, string } from '../document.ts'

export const AuthenticationTokenDocument = document(
  'AuthenticationTokenDocument',
  {
    token: element(string, 'The value for `Authorization: token …`.'),
    user: element(string, 'The user it belongs to.'),
  },
  { description: 'A token to sign in with.' },
)
export type AuthenticationTokenDocument = DocumentOf<typeof AuthenticationTokenDocument>
