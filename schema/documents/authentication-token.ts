import { type DocumentOf, document, element, string } from '../document.ts'

export const AuthenticationTokenDocument = document(
  'AuthenticationTokenDocument',
  {
    token: element(string, 'Goes into `Authorization: token …`.'),
    user: element(string, 'The user it stands for.'),
  },
  { description: 'A token to log in with.' },
)
export type AuthenticationTokenDocument = DocumentOf<typeof AuthenticationTokenDocument>
