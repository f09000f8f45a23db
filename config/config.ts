/** Every setting: its variable, unit, default and check. `server/main.ts` reads them once; the others get values. */

export interface Setting<T> {
  readonly variable: string
  readonly description: string
  /** As text, for people. */
  readonly fallback: string
  /** The value, or what was expected. */
  readonly read: (text: string | undefined) => { readonly value: T } | { readonly expected: string }
}

export const SETTINGS = {
  host: setting('HOST', 'Address to listen on.', text('127.0.0.1')),
  port: setting('PORT', 'TCP port to listen on; 0 takes a free one.', integer(8080, 0, 65_535)),
  dataDir: setting(
    'DATA_DIR',
    'Folder for everything the server keeps itself: its PostgreSQL, and media.',
    text('./data'),
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    'PostgreSQL 15 or newer to use, as `postgres://user:password@host/database`. Absent: one of its own, under DATA_DIR.',
    optional(/^postgres(ql)?:\/\/.+/, 'a URL that begins with postgres://'),
  ),
  adminPassword: setting(
    'ADMIN_PASSWORD',
    'Password of the user `admin`. Absent: `admin`, which is accepted on a loopback HOST only.',
    optional(/./, 'a text that is not empty'),
  ),
  ffmpeg: setting(
    'FFMPEG',
    'Path of ffmpeg. Absent: the one on PATH, then the one that came along.',
    optional(/./, 'a path'),
  ),
  ffprobe: setting(
    'FFPROBE',
    'Path of ffprobe. Absent: the one on PATH, then the one that came along.',
    optional(/./, 'a path'),
  ),
  mediaRoots: setting(
    'MEDIA_ROOTS',
    'Folders that `file:` URIs may touch, separated by colons; the first takes what names no place of its own. Absent: DATA_DIR/media.',
    optional(/^\/.*/, 'absolute paths separated by colons'),
  ),
  nodeName: setting(
    'NODE_NAME',
    'Name of this node. Absent: the name of the machine.',
    optional(/./, 'a name'),
  ),
  cpuSlots: setting(
    'CPU_SLOTS',
    'How many steps may run on this machine at once. Absent: one for each processor.',
    optionalInteger(1, 1_024),
  ),
  retryBackoff: setting(
    'RETRY_BACKOFF',
    'Wait before the first retry of a step, s; each further wait is twice as long.',
    integer(120, 0, 86_400),
  ),
  bodyLimit: setting(
    'BODY_LIMIT',
    'Longest request body that is read, bytes.',
    integer(10_485_760, 1_024, 1_073_741_824),
  ),
  trustProxy: setting(
    'TRUST_PROXY',
    'Whether X-Forwarded-For, -Proto and -Host are believed: only behind a proxy that sets them.',
    flag(false),
  ),
  logLevel: setting(
    'LOG_LEVEL',
    'Least important messages to log.',
    oneOf(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  ),
} as const

export type Config = {
  readonly [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never
}

/** Reads all settings; all that is wrong is told at once. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly config: Config } | { readonly wrong: readonly string[] } {
  const wrong: string[] = []
  const values = Object.entries(SETTINGS).map(([name, { variable, read }]) => {
    // An empty variable is how many tools leave one out.
    const given = environment[variable] || undefined
    const answer = (read as Setting<unknown>['read'])(given)
    if ('expected' in answer) wrong.push(`${variable}: expected ${answer.expected}, got “${given}”`)
    return [name, 'value' in answer ? answer.value : undefined]
  })
  return wrong.length > 0 ? { wrong } : { config: Object.fromEntries(values) as Config }
}

type Kind<T> = Pick<Setting<T>, 'fallback' | 'read'>

function setting<T>(variable: string, description: string, kind: Kind<T>): Setting<T> {
  return { variable, description, ...kind }
}

function text(fallback: string): Kind<string> {
  return { fallback, read: (given) => ({ value: given ?? fallback }) }
}

function optional(pattern: RegExp, expected: string): Kind<string | undefined> {
  return {
    fallback: '',
    read: (given) => (given === undefined || pattern.test(given) ? { value: given } : { expected }),
  }
}

function integer(fallback: number, least: number, most: number): Kind<number> {
  return {
    fallback: String(fallback),
    read: (given) => (given === undefined ? { value: fallback } : wholeNumber(given, least, most)),
  }
}

function optionalInteger(least: number, most: number): Kind<number | undefined> {
  return {
    fallback: '',
    read: (given) => (given === undefined ? { value: undefined } : wholeNumber(given, least, most)),
  }
}

function wholeNumber(given: string, least: number, most: number) {
  const value = Number(given)
  if (/^\d+$/.test(given) && value >= least && value <= most) return { value }
  return { expected: `a whole number from ${least} to ${most}` }
}

function flag(fallback: boolean): Kind<boolean> {
  const values: Readonly<Record<string, boolean>> = { true: true, false: false }
  return {
    fallback: String(fallback),
    read: (given) => {
      const value = given === undefined ? fallback : values[given.toLowerCase()]
      return value === undefined ? { expected: 'true or false' } : { value }
    },
  }
}

function oneOf<const V extends string>(values: readonly V[], fallback: V): Kind<V> {
  return {
    fallback,
    read: (given) => {
      const value = given === undefined ? fallback : values.find((one) => one === given)
      return value === undefined ? { expected: `one of ${values.join(', ')}` } : { value }
    },
  }
}
