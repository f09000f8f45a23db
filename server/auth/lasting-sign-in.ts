/** What a client signed in with, kept as long as its stream is open, to end the stream with it. */
import { type Authorization, withoutSecret } from './authorization.ts'

export type LastingSignIn = {
  /** The user that signed in; with `RunAs` the administrator. */
  readonly user: string
} & (
  | { readonly by: 'key'; readonly id: string }
  | { readonly by: 'token'; readonly hash: string }
  | { readonly by: 'jwt'; readonly expires: Date }
  /** Over when the user has another hash, which each new password has. */
  | { readonly by: 'password'; readonly passwordHash: string }
)

export function lastingSignIn(
  authorization: Authorization,
  user: string,
  passwordHash: string,
): LastingSignIn {
  const signIn = withoutSecret(authorization)
  switch (signIn.by) {
    case 'password':
    case 'nothing':
      return { user, by: 'password', passwordHash }
    case 'key':
    case 'token':
    case 'jwt':
      return { user, ...signIn }
  }
}
