/**
 * No program outlives this process, not even when it is killed with SIGKILL and can clean up nothing. Two nets, because each has a hole:
 *
 * - `setpriv --pdeathsig KILL` makes the kernel kill the program itself the moment we are gone; but not what the program has started;
 * - a watcher, one `sh` for the whole process, holds a pipe to us and is told every process group. When the pipe closes it kills them all,
 *   grandchildren too; but a group is told to it a moment after it has begun.
 *
 * A grandchild that leaves its group (`setsid`) is out of reach of both. Telling the watcher is one write to a pipe (microseconds);
 * starting it takes 3 ms, once.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { Socket } from 'node:net'

/** Busybox has a `setpriv` that knows no `--pdeathsig`, hence the trial. */
const SETPRIV = ['setpriv', '--pdeathsig', 'KILL', '--'] as const

/** Reads “+ group” and “- group”; the end of its input is the end of us. */
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
 * What to put in front of a command so that the kernel kills it when this process dies; empty where `setpriv` cannot do it. The program
 * keeps the process id. The kernel ties the signal to the *thread* that spawned: call `spawn` on the main thread.
 */
export function parentDeathSignal(): Promise<readonly string[]> {
  watcher ??= startWatcher() // before the program, so that telling it of the program takes no time
  setpriv ??= new Promise((resolve) => {
    execFile(SETPRIV[0], [...SETPRIV.slice(1), 'true'], (error) => resolve(error === null ? SETPRIV : []))
  })
  return setpriv
}

/** Has the process group killed when this process dies in whatever way. */
export function watch(group: number): void {
  groups.add(group)
  if (watcher === undefined) watcher = startWatcher()
  else tell('+', group)
}

/** To be called once the group is gone: its number may soon belong to somebody else. */
export function unwatch(group: number): void {
  if (groups.delete(group)) tell('-', group)
}

function tell(sign: '+' | '-', group: number): void {
  watcher?.stdin?.write(`${sign} ${group}\n`)
}

/** Knows all groups from its start. In a session of its own, so that a Ctrl-C in the terminal does not take it away; it never keeps this process alive. */
function startWatcher(): ChildProcess {
  const started = spawn('/bin/sh', ['-c', WATCHER], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  const gone = (): void => {
    if (watcher === started) watcher = undefined // the next program starts a new one
  }
  started.on('error', gone)
  started.on('exit', gone)
  started.stdin.on('error', gone)
  started.unref()
  if (started.stdin instanceof Socket) started.stdin.unref()
  for (const group of groups) started.stdin.write(`+ ${group}\n`)
  return started
}
