/** URIs of files on storages. Pure. */
import { pathToFileURL } from 'node:url'

interface Method {
  readonly uri: string
  readonly read: boolean
}

/** The root that files of a storage are read by; empty without one. Local folders come first. */
export function rootToRead(methods: readonly Method[]): string {
  const readable = methods.filter(({ read }) => read)
  return (readable.find(({ uri }) => uri.startsWith('file:')) ?? readable[0])?.uri ?? ''
}

/** The URI of a path below a root, which ends with a slash. Slashes stay; UTF-8 is percent-encoded. */
export function uriBelow(root: string, path: string): string {
  return `${root}${pathToFileURL(`/${path}`).href.slice('file:///'.length)}`
}

/** `/in//a.mov` → `in/a.mov`. Undefined if it leads out of the storage, or nowhere. */
export function pathOnStorage(path: string): string | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return parts.length === 0 || parts.includes('..') || path.includes('\0') ? undefined : parts.join('/')
}

/** Without the query of an `http:` URI, which can be a secret: a signature. */
export function withoutQuery(uri: string): string {
  return uri.replace(/\?.*$/s, '')
}
