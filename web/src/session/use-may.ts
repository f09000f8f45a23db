/** A hook that returns the permissions of the signed-in user. */
import { useQuery } from '@tanstack/react-query'
import { listRoles } from '../api/access/list-roles.ts'
import { type May, mayOf, NOTHING } from './may.ts'
import { useSession } from './session.ts'

/** ms until a change of roles takes effect in the console. */
const FRESH_MS = 60_000

/**
 * No permissions while loading; all of them if the roles cannot be read, since the server enforces them
 * anyway.
 */
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

const EVERYTHING: May = {
  ...{ write: true, immediate: true, administer: true },
  ...{ search: true, import: true, transcode: true },
}
