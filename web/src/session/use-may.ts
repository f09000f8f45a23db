import { useQuery } from '@tanstack/react-query'
import { listRoles } from '../api/list-roles.ts'
import { type May, mayOf, NOTHING } from './may.ts'
import { useSession } from './session.ts'

/** A role that is given or taken is seen after so long, ms. */
const FRESH_MS = 60_000

/** Nothing until it is known; everything where it cannot be known, as the server has the last word. */
export function useMay(): May {
  const session = useSession()
  const user = session.is === 'signed-in' ? session.user : ''
  const { data, error } = useQuery({
    queryKey: ['roles', user],
    queryFn: () => listRoles(user),
    enabled: user !== '',
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  })
  if (data) return mayOf(data)
  return error ? EVERYTHING : NOTHING
}

const EVERYTHING: May = { write: true, immediate: true, administer: true }
