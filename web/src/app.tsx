/** The root component: the sign-in page, or the console of the signed-in user. */
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

/** Each user gets a query cache of their own. */
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
      // The live stream triggers refetches, and browsers misjudge connectivity behind some proxies.
      queries: {
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  })
}
