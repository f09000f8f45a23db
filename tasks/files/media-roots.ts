/** Keeps `file:` URIs inside the folders that jobs may touch. */

import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'

/**
 * `path` is free of links. `missing` is inside too, but nothing is there: a source that does not exist, or a file that is yet to be
 * written. `refused` says why in words that name the value.
 */
export type Inside = { readonly path: string } | { readonly missing: string } | { readonly refused: string }

/**
 * Takes a `file:` URI or an absolute path as it stands (a path is not percent-decoded). Links are followed first, so that one inside a
 * root cannot lead out of it. Somebody who can write into a root can still swap a folder for a link afterwards: open soon, and give
 * nobody a shell there.
 */
export async function insideRoots(uri: string, roots: readonly string[]): Promise<Inside> {
  const named = pathOf(uri)
  if ('refused' in named) return named
  const real = await withoutLinks(named.path)
  if ('refused' in real) return { refused: `“${uri}” ${real.refused}` }
  const at = 'path' in real ? real.path : real.missing
  for (const root of roots) {
    if (isWithin(await realRoot(root), at)) return real
  }
  return { refused: `“${uri}” is outside the media folders (${roots.join(', ')})` }
}

/** A root that is not there, such as a share that is not mounted, is where it would be: what it holds is missing, and not outside. */
async function realRoot(root: string): Promise<string> {
  const real = await withoutLinks(root)
  if ('refused' in real) return root
  return 'path' in real ? real.path : real.missing
}

/** The path that a URI or an absolute path names, by its text alone. Unlike `URL` it refuses “..” instead of resolving it. */
export function pathOf(uri: string): { readonly path: string } | { readonly refused: string } {
  const refused = (why: string): { readonly refused: string } => ({ refused: `“${uri}” ${why}` })
  const [, scheme, rest = uri] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(uri) ?? []
  if (scheme !== undefined && scheme.toLowerCase() !== 'file')
    return refused(`has the scheme ${scheme}, not file`)
  const path = scheme === undefined ? { path: uri } : fromUri(rest)
  if ('refused' in path) return refused(path.refused)
  if (!path.path.startsWith('/')) return refused('is not an absolute path')
  if (path.path.includes('\0')) return refused('contains a NUL character')
  if (path.path.split('/').includes('..')) return refused('contains “..”')
  return path
}

/** What follows `file:`. */
function fromUri(rest: string): { readonly path: string } | { readonly refused: string } {
  const [, host = '', written = ''] = /^(?:\/\/([^/]*))?(.*)$/s.exec(rest) ?? []
  if (host !== '' && host.toLowerCase() !== 'localhost')
    return { refused: `names the host ${host}; only local files can be used` }
  if (/[?#]/.test(written)) return { refused: 'contains a bare ? or #; write %3F or %23' }
  if (/%2f/i.test(written)) return { refused: 'contains an encoded slash' }
  try {
    return { path: decodeURIComponent(written) }
  } catch {
    return { refused: 'contains a percent sign that is not followed by the code of a UTF-8 character' }
  }
}

async function withoutLinks(path: string): Promise<Inside> {
  try {
    return { path: await realpath(path) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ENOENT') return { refused: `cannot be followed (${String(code)})` }
  }
  // A link that leads nowhere must not pass for a file that is yet to be written: writing would go wherever it points.
  if (await isThere(path)) return { refused: 'is a link that leads nowhere' }
  const folder = await withoutLinks(dirname(path))
  if ('refused' in folder) return folder
  return { missing: join('path' in folder ? folder.path : folder.missing, basename(path)) }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../')
}
