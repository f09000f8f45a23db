/** Restricts `file:` URIs to the media roots, the folders that jobs may touch. */

import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { nameTooLong, pathTooLong, tooLong } from './long-name.ts'
import { codeOf } from './open-folder.ts'

/**
 * `path` contains no links. `missing` is inside a media root too, but does not exist: a missing source, or a
 * file yet to be written. `refused` is the reason and names the value.
 */
export type Inside = { readonly path: string } | { readonly missing: string } | { readonly refused: string }

/**
 * Takes a `file:` URI or an absolute path (which is not percent-decoded). Resolves links first, so that a
 * link inside a root cannot lead out of it. Users with write access to a root can still replace a folder by a
 * link after the check: open the path with open-folder.ts, which follows no link.
 */
export async function insideRoots(uri: string, roots: readonly string[]): Promise<Inside> {
  const parsed = pathOf(uri)
  if ('refused' in parsed) return parsed
  const real = await withoutLinks(parsed.path)
  if ('refused' in real) return { refused: `“${uri}” ${real.refused}` }
  const at = 'path' in real ? real.path : real.missing
  for (const root of roots) {
    if (isWithin(await realRoot(root), at)) return 'path' in real ? real : { missing: at }
  }
  return { refused: `“${uri}” is outside the media roots (${roots.join(', ')})` }
}

/**
 * A root that does not exist, such as an unmounted share, keeps its path: its files are missing, not outside.
 */
async function realRoot(root: string): Promise<string> {
  const real = await withoutLinks(root)
  if ('refused' in real) return root
  return 'path' in real ? real.path : real.missing
}

/** Derives the path from the text alone. Unlike `URL`, it refuses “..” instead of resolving it. */
export function pathOf(uri: string): { readonly path: string } | { readonly refused: string } {
  const refused = (reason: string): { readonly refused: string } => ({ refused: `“${uri}” ${reason}` })
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

/** `rest` follows `file:`. */
function fromUri(rest: string): { readonly path: string } | { readonly refused: string } {
  const [, host = '', encoded = ''] = /^(?:\/\/([^/]*))?(.*)$/s.exec(rest) ?? []
  if (host !== '' && host.toLowerCase() !== 'localhost')
    return { refused: `names the host ${host}; only local files can be used` }
  if (/[?#]/.test(encoded)) return { refused: 'contains an unescaped ? or #; write %3F or %23' }
  if (/%2f/i.test(encoded)) return { refused: 'contains an encoded slash' }
  if (/%(?![0-9a-f]{2})/i.test(encoded))
    return { refused: 'contains a percent sign that two hexadecimal digits do not follow' }
  try {
    return { path: decodeURIComponent(encoded) }
  } catch {
    return { refused: 'is not UTF-8: the names of files must be UTF-8' }
  }
}

/** `within`: the nearest folder that exists. */
type Resolved =
  | Exclude<Inside, { readonly missing: string }>
  | { readonly missing: string; readonly within: string }

async function withoutLinks(path: string): Promise<Resolved> {
  const refused = pathTooLong(path)
  if (refused !== undefined) return { refused }
  try {
    return { path: await realpath(path) }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENAMETOOLONG') return { refused: tooLong(path) }
    if (code !== 'ENOENT') return { refused: `cannot be resolved (${String(code)})` }
  }
  // A dangling link must not pass for a file yet to be written: a write would create the file it points to.
  if (await exists(path)) return { refused: 'contains a dangling symbolic link' }
  const folder = await withoutLinks(dirname(path))
  if ('refused' in folder) return folder
  const [parent, within] = 'path' in folder ? [folder.path, folder.path] : [folder.missing, folder.within]
  const unfit = await nameTooLong(path, within)
  return unfit === undefined ? { missing: join(parent, basename(path)), within } : { refused: unfit }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../')
}
