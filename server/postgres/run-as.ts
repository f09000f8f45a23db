/** Chooses the user that PostgreSQL runs as: it refuses to run as root. */
import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'

export type RunAs =
  | { readonly how: 'plain' }
  /** Runs in a user namespace where it appears as `uid`; files keep the owner of this process. */
  | { readonly how: 'namespace'; readonly uid: number; readonly gid: number }
  /** Runs as another user, who then owns the cluster. */
  | { readonly how: 'account'; readonly name: string; readonly uid: number; readonly gid: number }

export interface RunAsCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly user: { readonly uid?: number; readonly gid?: number }
}

export function commandLine(runAs: RunAs, program: string, args: readonly string[]): RunAsCommand {
  switch (runAs.how) {
    case 'plain':
      return { file: program, args, user: {} }
    case 'namespace': {
      const map = ['--user', `--map-user=${runAs.uid}`, `--map-group=${runAs.gid}`]
      return { file: 'unshare', args: [...map, program, ...args], user: {} }
    }
    case 'account':
      return { file: program, args, user: { uid: runAs.uid, gid: runAs.gid } }
  }
}

/**
 * The ways to try, the best first. Each has a user with a passwd entry if possible, which `initdb` requires.
 */
export function waysToRun(dataDir: string): readonly RunAs[] {
  const accounts = readAccounts()
  const named = ACCOUNTS.flatMap((name) => accounts.filter((account) => account.name === name))
  const mapped = named[0] ?? accounts.find(({ uid }) => uid !== 0)
  const namespace: readonly RunAs[] = mapped ? [{ how: 'namespace', uid: mapped.uid, gid: mapped.gid }] : []
  if (process.geteuid?.() !== 0) return hasName() ? [{ how: 'plain' }] : [...namespace, { how: 'plain' }]
  const owner = statSync(dataDir).uid
  const drops = [...accounts.filter(({ uid }) => uid === owner && uid !== 0), ...named]
  return [...namespace, ...drops.map((account) => ({ how: 'account', ...account }) as const)]
}

export function sayRunAs(runAs: RunAs): string {
  switch (runAs.how) {
    case 'plain':
      return 'this user'
    case 'namespace':
      return 'root in a user namespace'
    case 'account':
      return `the account ${runAs.name}`
  }
}

/** Accounts that usually own few other files, the preferred one first. */
const ACCOUNTS = ['node', 'postgres', 'nobody'] as const

interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

function readAccounts(): readonly Account[] {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
    return lines.flatMap((line) => {
      const [name = '', , uid, gid] = line.split(':')
      return uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
    })
  } catch {
    return []
  }
}

/** Whether the uid of this process has a passwd entry; under `docker run --user 4242` it does not. */
function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}
