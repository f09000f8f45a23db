/** The header of the console. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Help } from '../help/help.tsx'
import { ConnectionIndicator } from '../live/connection-indicator.tsx'
import { useConnection } from '../live/use-connection.ts'
import { QueueMenu } from '../queue/queue-menu.tsx'
import { signOut } from '../session/sign-out.ts'
import { useMay } from '../session/use-may.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { VIEWS, type View } from './views.tsx'

export function Header({ view, user }: { readonly view: View; readonly user: string }) {
  return (
    <header className="header">
      <Mark />
      <h1>{view.title}</h1>
      <div className="header-actions">
        <Navigation current={view} />
        <Refresh />
        <ConnectionIndicator />
        {view.actions?.()}
        <QueueMenu />
        <Help />
        <span className="header-user">
          <Icon name="user" />
          <span className="header-user-name">{user}</span>
        </span>
        <Button look="quiet" icon="leave" aria-label="Sign out" onClick={signOut} />
      </div>
    </header>
  )
}

function Navigation({ current }: { readonly current: View }) {
  const may = useMay()
  const views = VIEWS.filter(({ needs }) => needs === undefined || may[needs])
  if (views.length < 2) return null
  return (
    <nav className="header-views" aria-label="Views">
      {views.map(({ name, title }) => (
        <a key={name} href={`?view=${name}`} aria-current={name === current.name ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}

/** Only without a live connection, which makes it needless. First, so that it shifts no other button. */
function Refresh() {
  const queries = useQueryClient()
  const connection = useConnection()
  const [busy, setBusy] = useState(false)
  async function refresh() {
    setBusy(true)
    await queries.invalidateQueries()
    setBusy(false)
  }
  if (connection.is === 'live' || connection.is === 'connecting') return null
  return (
    <Button icon="refresh" busy={busy} onClick={() => void refresh()}>
      Refresh
    </Button>
  )
}
