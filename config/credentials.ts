/** Reads the setting TRANSFER_CREDENTIALS: `ftp://user:password@host s3://key:secret@bucket?region=…`. */

export interface DeclaredCredential {
  readonly scheme: string
  /** `*`: any. The bucket of `s3:`. */
  readonly host: string
  readonly port?: number
  readonly user: string
  readonly password: string
  /** Path of a private key, of `sftp:`. */
  readonly key?: string
  /** `SHA256:…`, of `sftp:`. */
  readonly hostKey?: string
  /** Of `s3:`. */
  readonly endpoint?: string
  readonly region?: string
}

/** The credentials in order, or what was expected instead, without any of them. Pure. */
export function readCredentials(
  text: string,
): { readonly value: readonly DeclaredCredential[] } | { readonly expected: string } {
  const words = text.split(/\s+/).filter((one) => one !== '')
  const value = words.map(credentialFrom)
  const wrong = value.indexOf(undefined)
  if (wrong !== -1) return { expected: `${EXPECTED}; word ${wrong + 1} is not` }
  return { value: value.filter((one) => one !== undefined) }
}

const EXPECTED = 'URIs such as sftp://user:password@host and s3://key:secret@bucket?region=eu-west-1'

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  ...{ http: [], https: [], ftp: [], ftps: [] },
  ...{ sftp: ['key', 'hostKey'], s3: ['endpoint', 'region'] },
}

function credentialFrom(word: string): DeclaredCredential | undefined {
  const [, scheme = '', user = '', password = '', host = '', port, query = ''] =
    /^([a-z0-9]+):\/\/([^:@/]+)(?::([^@/]*))?@([^:/?]+|\[[^\]]+\])(?::(\d{1,5}))?\/?(?:\?(.*))?$/.exec(
      word,
    ) ?? []
  const known = OPTIONS[scheme]
  const given = Object.fromEntries(new URLSearchParams(query.replaceAll('+', '%2B')))
  if (!known || Object.keys(given).some((name) => !known.includes(name))) return undefined
  if (given['endpoint'] !== undefined && !/^https?:\/\/[^/]+\/?$/.test(given['endpoint'])) return undefined
  if (given['hostKey'] !== undefined && !/^SHA256:[\w+/]{43}$/.test(given['hostKey'])) return undefined
  try {
    const names = { user: decodeURIComponent(user), password: decodeURIComponent(password) }
    return { scheme, host: host.toLowerCase(), ...(port && { port: Number(port) }), ...names, ...given }
  } catch {
    return undefined
  }
}
