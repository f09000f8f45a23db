/** The header of the console. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Help } from '../help/help.tsx'
import { ConnectionIndicator } from '../live/connection-indicator.tsx'
import { QueueMenu } from '../queue/queue-menu.tsx'
import { signOut } from '../session/sign-out.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { VIEWS, type View } from './views.tsx'

export function Header({ view, user }: { readonly view: View; readonly user: string }) {
  return (
    <header className="header">
      <Mark />
      <div className="header-title">
        <h1>
          <Icon name={view.icon} />
          {view.title}
        </h1>
        <p>{view.description}</p>
      </div>
      {VIEWS.length > 1 && <Navigation current={view} />}
      <div className="header-actions">
        {view.actions?.()}
        <QueueMenu />
        <ConnectionIndicator />
        <Refresh />
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
  return (
    <nav className="header-views" aria-label="Views">
      {VIEWS.map(({ name, title }) => (
        <a key={name} href={`?view=${name}`} aria-current={name === current.name ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}

/** The icon turns only for a manual refresh, not for automatic updates. */
function Refresh() {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  async function refresh() {
    setBusy(true)
    await queries.invalidateQueries()
    setBusy(false)
  }
  return (
    <Button icon="refresh" busy={busy} onClick={() => void refresh()}>
      Refresh
    </Button>
  )
}
