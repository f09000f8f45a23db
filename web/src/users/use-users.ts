/** Hooks that read users, their groups and tokens. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { countTokens, listGroups, listUsers } from '../api/access/users.ts'

const USERS = 'users'
/** ms until changes that others make are seen. */
const EVERY_MS = 30_000

export function useUsers(text: string, number: number) {
  return useQuery({
    queryKey: [USERS, 'list', text, number],
    queryFn: ({ signal }) => listUsers(text, number, signal),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  })
}

export function useTokenCount(user: string) {
  return useQuery({
    queryKey: [USERS, 'tokens', user],
    queryFn: ({ signal }) => countTokens(user, signal),
    refetchInterval: EVERY_MS,
  })
}

/** The names of all groups and roles. */
export function useGroupNames() {
  return useQuery({ queryKey: [USERS, 'groups'], queryFn: ({ signal }) => listGroups(signal) })
}

/** Reads again what a change may have changed. */
export function useUsersChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: [USERS] })
}
