/** The frame around every view: header, pause banner and toasts. */

import { useLive } from '../live/use-live.ts'
import { PauseBanner } from '../queue/pause-banner.tsx'
import { useStaySignedIn } from '../session/stay-signed-in.ts'
import { Toasts } from '../ui/toast.tsx'
import { useSearchParams } from '../url/search-params.ts'
import { Header } from './header.tsx'
import { useTitle } from './use-title.ts'
import { VIEWS } from './views.tsx'
import './frame.css'

/** Runs the live updates and keeps the session alive while it is mounted. */
export function Frame({ user }: { readonly user: string }) {
  useLive()
  useStaySignedIn()
  const name = useSearchParams().get('view')
  const view = VIEWS.find((one) => one.name === name) ?? VIEWS[0]
  useTitle(view.title)
  return (
    <div className="frame">
      <a className="skip" href="#view">
        Skip to {view.title.toLowerCase()}
      </a>
      <div>
        <Header view={view} user={user} />
        <PauseBanner />
      </div>
      <main id="view" className="frame-view" tabIndex={-1}>
        {view.show(user)}
      </main>
      <Toasts />
    </div>
  )
}
