import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Frame } from './frame/frame.tsx'
import { useSession } from './session/session.ts'
import { SignIn } from './session/sign-in.tsx'

export function App() {
  const session = useSession()
  if (session.is === 'signed-out') return <SignIn why={session.why} />
  return <SignedIn key={session.user} user={session.user} />
}

/** What one user has seen is forgotten with them. */
function SignedIn({ user }: { readonly user: string }) {
  const [queries] = useState(makeQueries)
  return (
    <QueryClientProvider client={queries}>
      <Frame user={user} />
    </QueryClientProvider>
  )
}

function makeQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // What is live asks again by itself, and the browser's idea of being online is wrong behind many a proxy.
      queries: {
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  })
}
