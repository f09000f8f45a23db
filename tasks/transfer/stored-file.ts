/** The small interface to a file on any storage, and what can go wrong with it. */

import type { Location } from './location.ts'

/** A file that exists. */
export interface FoundFile {
  /** Bytes; absent if the server does not say. */
  readonly size?: number
  /** Changes with the content: an ETag, or a time. Absent: a broken transfer begins anew. */
  readonly version?: string
}

/** A file at a location: one that is read or removed, or one that is written under another name first. */
export interface StoredFile extends AsyncDisposable {
  /** Undefined if there is no such file. */
  look(): Promise<FoundFile | undefined>
  /** The content from an offset on. A server that ignores it begins at 0, as the answer then says. */
  read(from: number, found: FoundFile): Promise<ContentFrom>
  /** Prepares a write. Returns what `Unfinished` remembers as `upload`. */
  begin?(): Promise<string>
  /** How many bytes of an unfinished write are there; the next one continues after them. */
  written(unfinished: Unfinished, size: number | undefined): Promise<number>
  /** The first bytes of an unfinished write, where they can be read again cheaply. */
  readBack?(unfinished: Unfinished, bytes: number): AsyncIterable<Buffer>
  /** The last bytes of what is there that are written anew. Default: none. */
  readonly rewinds?: number
  /** Writes the content from an offset on, under its temporary name. */
  write(unfinished: Unfinished, content: ContentFrom, size: number | undefined): Promise<void>
  /** Gives what was written its final name. `size`: how much that is. May run twice. */
  publish(unfinished: Unfinished, size: number): Promise<Published>
  /** Removes what a write has left; succeeds if there is nothing. */
  discard(unfinished: Unfinished): Promise<void>
  /** Removes the file. False if there was none. */
  remove(): Promise<boolean>
}

export interface ContentFrom {
  /** Offset of the first chunk, bytes. */
  readonly from: number
  readonly chunks: AsyncIterable<Buffer>
}

/** What remains of a write that has not got its final name: enough for another attempt to continue. */
export interface Unfinished {
  /** The job and the step, such as `VX-1.200`; part of the temporary name. */
  readonly writer: string
  /** The run that began it. Part of the temporary name. */
  readonly run: number
  /** The multipart upload of S3. */
  readonly upload?: string
  /** The version of what is being written. */
  readonly version?: string
  /** The write fails if the final name is taken. */
  readonly exclusive?: boolean
}

export interface Published {
  /** Where the server gives one. */
  readonly etag?: string
}

/** What places have to know of the settings. */
export interface Access {
  /** The hosts that may be contacted: the setting TRANSFER_HOSTS. */
  readonly hosts: readonly string[]
  readonly credentials: readonly Credential[]
}

/** The user that signs in at a host, or at a bucket of S3. */
export interface Credential {
  readonly scheme: string
  /** `*`: any. */
  readonly host: string
  /** Default: any. */
  readonly port?: number | undefined
  readonly user: string
  readonly password: string
  /** The path of a private key. */
  readonly key?: string | undefined
  /** The fingerprint that the key of the host must have: `SHA256:…`. */
  readonly hostKey?: string | undefined
  /** The endpoint of S3. Default: that of Amazon. */
  readonly endpoint?: string | undefined
  readonly region?: string | undefined
}

/**
 * `refused`: another attempt would end the same. `taken`: the final name is. `changed`: the source did, while
 * it was read. `broken`: the connection, or the server for now.
 */
export interface TransferFailure {
  readonly ended: 'not-found' | 'refused' | 'taken' | 'changed' | 'disk-full' | 'broken'
  /** A clause. */
  readonly message: string
}

/** A failure on its way. */
export class Failed extends Error {
  readonly ended: TransferFailure['ended']

  constructor(ended: TransferFailure['ended'], message: string) {
    super(message)
    this.ended = ended
  }
}

/** The failure that an error stands for: one that nothing else is known of can pass. */
export function failureFrom(error: unknown): TransferFailure {
  if (error instanceof Failed) return { ended: error.ended, message: error.message }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = wordsOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return { ended: 'disk-full', message }
  return { ended: NEVER.has(code) ? 'refused' : 'broken', message }
}

/** The credentials for a location: those of its user, of its host, or of any host, in this order. Pure. */
export function credentialFor(
  { scheme, host, port, user }: Location,
  credentials: readonly Credential[],
): Credential | undefined {
  const fitting = credentials.filter(
    (one) =>
      one.scheme === scheme &&
      (one.host === '*' || one.host === host) &&
      (one.port === undefined || one.port === port) &&
      (user === undefined || one.user === user),
  )
  return fitting.find((one) => one.host === host) ?? fitting[0]
}

/** Errors of files that do not pass by themselves. */
const NEVER: ReadonlySet<string> = new Set([
  'EACCES',
  'EEXIST',
  'EROFS',
  'ENAMETOOLONG',
  'ENOTDIR',
  'EISDIR',
  'ELOOP',
])

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? wordsOf(cause) : error.message || error.name
}
