/** The sign-in page. */
import { useEffect, useRef, useState } from 'react'
import { getToken } from '../api/get-token.ts'
import { Refusal } from '../api/refusal.ts'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { type Absence, beginSession } from './session.ts'
import './sign-in.css'

const STATUS: Readonly<Record<Absence, string | undefined>> = {
  new: undefined,
  'signed-out': 'You are signed out.',
  expired: 'Your session has expired. Sign in to continue where you left off.',
}

export function SignIn({ why }: { readonly why: Absence }) {
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  async function signIn(form: FormData) {
    const user = String(form.get('user') ?? '').trim()
    setBusy(true)
    try {
      beginSession({ user, authorization: await getToken(user, String(form.get('password') ?? '')) })
    } catch (error) {
      setRefused(messageFor(error))
      setBusy(false)
    }
  }
  return (
    <main className="sign-in">
      <form
        className="sign-in-card"
        onSubmit={(event) => {
          event.preventDefault()
          void signIn(new FormData(event.currentTarget))
        }}
      >
        <Mark />
        <h1>Sign in to Callsheet</h1>
        <p className="sign-in-said" role="status">
          {refused === undefined ? STATUS[why] : undefined}
        </p>
        <label>
          User name
          <input
            name="user"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            ref={first}
          />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {refused !== undefined && (
          <p className="sign-in-refused" role="alert">
            {refused}
          </p>
        )}
        <Button look="primary" type="submit" busy={busy}>
          Sign in
        </Button>
      </form>
    </main>
  )
}

function messageFor(error: unknown): string {
  if (error instanceof Refusal && error.status === 401) {
    return /too many/i.test(error.message) ? error.message : 'Wrong user name or password.'
  }
  return error instanceof Error ? error.message : 'Could not sign in.'
}
