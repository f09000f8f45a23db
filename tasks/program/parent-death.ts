/** Kills all programs that this process has started when this process dies, even by SIGKILL. */

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { BARE } from './environment.ts'

/*
 * Two mechanisms, because each has a gap:
 *
 * - `setpriv --pdeathsig KILL` makes the kernel kill the program as soon as this process dies, but not the
 *   processes that the program has started.
 * - The watcher, one `sh` for the whole process, reads the ids of process groups from a pipe. When the pipe
 *   closes, it kills all processes of these groups. But it learns of a group only a moment after its start.
 *
 * Neither reaches a grandchild that leaves its group (`setsid`). A message to the watcher is one write to a
 * pipe (microseconds); starting the watcher takes 3 ms, once.
 */

/** Tried before use: the `setpriv` of Busybox lacks `--pdeathsig`. */
const SETPRIV = ['setpriv', '--pdeathsig', 'KILL', '--'] as const

/** Reads “+ group” and “- group” lines. Its input ends when this process dies. */
const WATCHER = `
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done`

let setpriv: Promise<readonly string[]> | undefined
let watcher: ChildProcess | undefined
const groups = new Set<number>()

/**
 * The prefix of a command that makes the kernel kill it when this process dies; empty if `setpriv` does not
 * support this. The program keeps the process id. The kernel sends the signal when the *thread* that spawned
 * the program ends: call `spawn` on the main thread.
 */
export function parentDeathSignal(): Promise<readonly string[]> {
  watcher ??= startWatcher() // now, so that it is ready when the program starts
  setpriv ??= new Promise((resolve) => {
    execFile(SETPRIV[0], [...SETPRIV.slice(1), 'true'], (error) => resolve(error === null ? SETPRIV : []))
  })
  return setpriv
}

/** Makes the watcher kill the process group when this process dies, however it dies. */
export function watch(group: number): void {
  groups.add(group)
  if (watcher === undefined) watcher = startWatcher()
  else notify('+', group)
}

/** Call once the group has ended: its number may soon be reused. */
export function unwatch(group: number): void {
  if (groups.delete(group)) notify('-', group)
}

function notify(sign: '+' | '-', group: number): void {
  watcher?.stdin?.write(`${sign} ${group}\n`)
}

/**
 * Starts a watcher and sends it all current groups. It runs in a separate session, so that Ctrl-C in the
 * terminal does not end it, and does not keep this process alive.
 */
function startWatcher(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', WATCHER], {
    detached: true,
    env: BARE,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const gone = (): void => {
    if (watcher === child) watcher = undefined // the next program starts a new watcher
  }
  child.on('error', gone)
  child.on('exit', gone)
  child.stdin.on('error', gone)
  child.unref()
  if (child.stdin instanceof Socket) child.stdin.unref()
  for (const group of groups) child.stdin.write(`+ ${group}\n`)
  return child
}
