/** The view of all users, for administrators. */
import { useState } from 'react'
import { whyNot } from '../actions/messages.ts'
import { Button } from '../ui/button.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { AddUserDialog } from './dialogs/add-user-dialog.tsx'
import { useUsers } from './use-users.ts'
import { UserRow } from './user-row.tsx'
import './users.css'

/** As many are added when more are asked for. */
const PAGE = 50

export function UsersView({ self }: { readonly self: string }) {
  const [text, setText] = useState('')
  const [number, setNumber] = useState(PAGE)
  const [adding, setAdding] = useState(false)
  const { data, error } = useUsers(text.trim(), number)
  return (
    <div className="users">
      <div className="users-bar">
        <SearchField label="Search users" placeholder="Search names" value={text} onChange={setText} />
        <Button look="primary" onClick={() => setAdding(true)}>
          Add user…
        </Button>
        <span className="filter-hits" role="status">
          {data && countOf(data.hits)}
        </span>
      </div>
      {error && (
        <p className="users-wait" role="alert">
          {whyNot(error)}
        </p>
      )}
      {data?.hits === 0 && <p className="users-wait">No user has such a name.</p>}
      <ul className="users-list">
        {data?.user.map((user) => (
          <UserRow key={user.userName} user={user} self={self} />
        ))}
      </ul>
      {data && data.user.length < data.hits && (
        <div className="users-more">
          <Button onClick={() => setNumber(number + PAGE)}>Show more</Button>
        </div>
      )}
      {adding && <AddUserDialog onClose={() => setAdding(false)} />}
    </div>
  )
}

function countOf(hits: number): string {
  return `${hits.toLocaleString()} ${hits === 1 ? 'user' : 'users'}`
}
