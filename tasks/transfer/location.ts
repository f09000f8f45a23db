/** Where a file of a transfer is: the parts of a URI, or why it is refused. Pure. */

import { domainToASCII, pathToFileURL } from 'node:url'

/** The schemes of the URIs that are read and written. */
export type Scheme = 'file' | 'http' | 'https' | 's3' | 'ftp' | 'ftps' | 'sftp'

export interface Location {
  readonly scheme: Scheme
  /** As in a URL: in lower case, an IPv6 address in brackets. The bucket of `s3:`; empty for `file:`. */
  readonly host: string
  readonly port: number
  /** The user that signs in, if the URI says so. */
  readonly user?: string
  /** Decoded, with a leading slash. The name of an object of S3 is without it. */
  readonly path: string
  /** What follows the path in an `http:` URI, which can be a secret. */
  readonly query: string
}

/** Default ports. An object of S3 is reached at an endpoint, which has its own. */
const PORTS: Readonly<Record<Exclude<Scheme, 'file'>, number>> = {
  ...{ http: 80, https: 443, s3: 0, ftp: 21, ftps: 21, sftp: 22 },
}

/** Whether the URI names a file on another host. */
export function isRemote(uri: string | undefined): boolean {
  const [, scheme = 'file'] = /^([a-z][a-z0-9+.-]*):/i.exec(uri ?? '') ?? []
  return scheme.toLowerCase() in PORTS
}

/** The parts of a URI of another host. Unlike `URL`, it refuses “..” instead of resolving it. */
export function locationOf(uri: string): Location | { readonly refused: string } {
  const refused = (reason: string) => ({ refused: `“${withoutSecrets(uri)}” ${reason}` })
  const [, scheme = '', authority = '', path = '', query = ''] =
    /^([a-z0-9]+):\/\/([^/?#]*)([^?#]*)(.*)$/is.exec(uri) ?? []
  const known = schemeFrom(scheme)
  if (known === undefined) return refused(`has none of the schemes file, ${Object.keys(PORTS).join(', ')}`)
  const server = serverFrom(authority, known)
  if ('refused' in server) return refused(server.refused)
  const isHttp = known === 'http' || known === 'https'
  if (isHttp ? query.includes('#') : query !== '')
    return refused('contains an unescaped ? or #; write %3F or %23')
  const decoded = decodedPath(path)
  if ('refused' in decoded) return refused(decoded.refused)
  return { scheme: known, ...server, path: decoded.path, query }
}

/** The URI as messages, logs and results show it: without a query, which can be a secret. */
export function uriAt({ scheme, host, port, user, path }: Location): string {
  if (scheme === 'file') return pathToFileURL(path).href
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  const at = user === undefined ? '' : `${encodeURIComponent(user)}@`
  const shownPort = port === PORTS[scheme] ? '' : `:${port}`
  return `${scheme}://${at}${host}${shownPort}${encoded}`
}

/** The last name of the path, or empty if it ends with a slash. */
export function nameAt({ path }: Pick<Location, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The file of this name in the folder; a location that does not end with a slash is the file itself. */
export function fileIn(folder: Location, name: string): Location {
  return folder.path.endsWith('/') ? { ...folder, path: folder.path + name } : folder
}

/** A URI of any kind without its password, for messages. */
export function withoutSecrets(uri: string): string {
  return uri.replace(/^([a-z0-9+.-]+:\/\/[^/?#@]*?):[^/?#]*@/i, '$1:***@').replace(/\?.*$/s, '?…')
}

function schemeFrom(given: string): Exclude<Scheme, 'file'> | undefined {
  const scheme = given.toLowerCase()
  return Object.hasOwn(PORTS, scheme) ? (scheme as keyof typeof PORTS) : undefined
}

type Server = Pick<Location, 'host' | 'port' | 'user'>

function serverFrom(authority: string, scheme: keyof typeof PORTS): Server | { readonly refused: string } {
  const [, user, named = '', given] = /^(?:([^@]*)@)?(.*?)(?::(\d{1,5}))?$/s.exec(authority) ?? []
  if (user?.includes(':')) return { refused: 'has a password; passwords belong in TRANSFER_CREDENTIALS' }
  const host = named.startsWith('[') || scheme === 's3' ? named.toLowerCase() : domainToASCII(named)
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/.test(host)) return { refused: 'names no valid host' }
  const port = given === undefined ? PORTS[scheme] : Number(given)
  if (port > 65_535) return { refused: 'names no valid port' }
  try {
    return { host, port, ...(user && { user: decodeURIComponent(user) }) }
  } catch {
    return { refused: 'has a user that is not UTF-8' }
  }
}

function decodedPath(encoded: string): { readonly path: string } | { readonly refused: string } {
  if (/%2f/i.test(encoded)) return { refused: 'contains an encoded slash' }
  if (/%(?![0-9a-f]{2})/i.test(encoded))
    return { refused: 'contains a percent sign that two hexadecimal digits do not follow' }
  try {
    const path = decodeURIComponent(encoded === '' ? '/' : encoded)
    // A line break would end a command of FTP, and begin another one.
    if (/\p{Cc}/u.test(path)) return { refused: 'contains a control character' }
    if (path.split('/').some((name) => name === '..' || name === '.'))
      return { refused: 'contains “.” or “..”' }
    return { path }
  } catch {
    return { refused: 'is not UTF-8: the names of files must be UTF-8' }
  }
}
