/** An object in S3, or in a store that speaks its protocol: written in parts, which together become it. */

import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListParts,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { isLinkLocal, lookupAllowed } from '../../http/link-local.ts'
import { type Location, uriAt } from '../location.ts'
import {
  type Access,
  type ContentFrom,
  type Credential,
  credentialFor,
  Failed,
  type FoundFile,
  type Published,
  type StoredFile,
  type Unfinished,
} from '../stored-file.ts'
import { partSizeFor, partsOf } from './parts.ts'

/** Only with credentials of the settings: the client would otherwise ask the metadata service of a cloud. */
export async function openS3(location: Location, { credentials }: Access): Promise<StoredFile> {
  const credential = credentialFor(location, credentials)
  if (!credential)
    throw new Failed('refused', `TRANSFER_CREDENTIALS has no credentials for the bucket ${location.host}`)
  const endpoint = URL.parse(credential.endpoint ?? '')
  if (endpoint && isLinkLocal(endpoint.hostname))
    throw new Failed('refused', `${endpoint.host} is a link-local address`)
  return new S3Object(location, clientFor(credential))
}

function clientFor({ user, password, endpoint, region }: Credential): S3Client {
  return new S3Client({
    region: region ?? 'us-east-1',
    credentials: { accessKeyId: user, secretAccessKey: password },
    // Other stores than Amazon have neither host names for buckets nor these checksums.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
    // A part is a stream, which cannot be sent again; the transfer itself begins the part anew.
    maxAttempts: 1,
    // Its warnings would go to the console; failures are reported by the transfer.
    logger: SILENT,
    requestHandler: {
      ...{ connectionTimeout: 20_000, socketTimeout: IDLE_MS },
      httpAgent: new HttpAgent({ keepAlive: true, lookup: lookupAllowed }),
      httpsAgent: new HttpsAgent({ keepAlive: true, lookup: lookupAllowed }),
    },
  })
}

const none = () => undefined
const SILENT = { trace: none, debug: none, info: none, warn: none, error: none }

class S3Object implements StoredFile {
  readonly #uri: string
  readonly #client: S3Client
  readonly #object: { readonly Bucket: string; readonly Key: string }

  constructor(location: Location, client: S3Client) {
    this.#uri = uriAt(location)
    this.#client = client
    this.#object = { Bucket: location.host, Key: location.path.replace(/^\//, '') }
  }

  async look(): Promise<FoundFile | undefined> {
    try {
      const { ContentLength, ETag } = await this.#client.send(new HeadObjectCommand(this.#object))
      return {
        ...(ContentLength !== undefined && { size: ContentLength }),
        ...(ETag !== undefined && { version: ETag }),
      }
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw this.#failure(error)
    }
  }

  async read(from: number, { version }: FoundFile): Promise<ContentFrom> {
    const range = from > 0 ? { Range: `bytes=${from}-` } : {}
    const same = version === undefined ? {} : { IfMatch: version }
    try {
      const got = await this.#client.send(new GetObjectCommand({ ...this.#object, ...range, ...same }))
      return { from: from > 0 && got.ContentRange === undefined ? 0 : from, chunks: got.Body as Readable }
    } catch (error) {
      throw this.#failure(error)
    }
  }

  async begin(): Promise<string> {
    try {
      const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(this.#object))
      return UploadId ?? ''
    } catch (error) {
      throw this.#failure(error)
    }
  }

  async written(unfinished: Unfinished, size: number | undefined): Promise<number> {
    const parts = await this.#parts(unfinished)
    const wanted = partSizeFor(size)
    // A part of another size would shift all that follow; only the last one may be shorter.
    const whole = parts.findIndex(({ number, bytes }, at) => number !== at + 1 || bytes !== wanted)
    return (whole === -1 ? parts.length : whole) * wanted
  }

  async write(
    unfinished: Unfinished,
    { from, chunks }: ContentFrom,
    size: number | undefined,
  ): Promise<void> {
    const partSize = partSizeFor(size)
    let number = from / partSize
    for await (const part of partsOf(chunks, {
      partSize,
      left: size === undefined ? undefined : size - from,
    })) {
      number += 1
      const body = part.length === undefined ? {} : { ContentLength: part.length }
      await this.#sendPart(number, unfinished, { Body: part.body, ...body })
    }
  }

  async publish(unfinished: Unfinished, size: number): Promise<Published> {
    if (await this.#isOurs(unfinished, size)) return this.#published(size)
    if (unfinished.exclusive && (await this.look())) throw new Failed('taken', `${this.#uri} already exists`)
    const exclusive = unfinished.exclusive ? { IfNoneMatch: '*' } : {}
    const parts = (await this.#parts(unfinished)).map(({ number: PartNumber, ETag }) => ({
      PartNumber,
      ETag,
    }))
    const upload = { ...this.#upload(unfinished), MultipartUpload: { Parts: parts }, ...exclusive }
    try {
      if (size > 0) await this.#client.send(new CompleteMultipartUploadCommand(upload))
      else await this.#client.send(new PutObjectCommand({ ...this.#object, Body: '', ...exclusive }))
    } catch (error) {
      if (statusOf(error) === 412) throw new Failed('taken', `${this.#uri} already exists`)
      throw this.#failure(error)
    }
    // An upload has at least one part.
    if (size === 0) await this.discard(unfinished)
    return this.#published(size)
  }

  async #published(size: number): Promise<Published> {
    const found = await this.look()
    if (found?.size !== size) throw new Failed('broken', `${this.#uri} has ${found?.size} of ${size} bytes`)
    return found.version === undefined ? {} : { etag: found.version.replaceAll('"', '') }
  }

  async discard(unfinished: Unfinished): Promise<void> {
    if (unfinished.upload === undefined) return
    try {
      await this.#client.send(new AbortMultipartUploadCommand(this.#upload(unfinished)))
    } catch (error) {
      if (statusOf(error) !== 404) throw this.#failure(error)
    }
  }

  async remove(): Promise<boolean> {
    const existed = (await this.look()) !== undefined
    try {
      await this.#client.send(new DeleteObjectCommand(this.#object))
      return existed
    } catch (error) {
      throw this.#failure(error)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy()
  }

  async #sendPart(
    PartNumber: number,
    unfinished: Unfinished,
    body: { Body: Readable | Buffer },
  ): Promise<void> {
    const upload = this.#upload(unfinished)
    try {
      await this.#client.send(new UploadPartCommand({ ...upload, PartNumber, ...body }))
    } catch (error) {
      throw this.#failure(error)
    }
  }

  /** Empty if the upload is over. */
  async #parts(unfinished: Unfinished) {
    const parts: { readonly number: number; readonly bytes: number; readonly ETag: string | undefined }[] = []
    try {
      for await (const page of paginateListParts({ client: this.#client }, this.#upload(unfinished)))
        for (const { PartNumber = 0, Size = 0, ETag } of page.Parts ?? [])
          parts.push({ number: PartNumber, bytes: Size, ETag })
    } catch (error) {
      if (statusOf(error) !== 404) throw this.#failure(error)
    }
    return parts.toSorted((one, other) => one.number - other.number)
  }

  /** Whether the upload has become the object: it is over, and the object has its size. */
  async #isOurs(unfinished: Unfinished, size: number): Promise<boolean> {
    const parts = await this.#parts(unfinished).catch(() => [undefined])
    return size > 0 && parts.length === 0 && (await this.look().catch(() => undefined))?.size === size
  }

  #upload({ upload = '' }: Unfinished) {
    return { ...this.#object, UploadId: upload }
  }

  #failure(error: unknown): unknown {
    const status = statusOf(error)
    if (status === 404) return new Failed('not-found', `${this.#uri} does not exist`)
    if (status === 412) return new Failed('changed', `${this.#uri} has changed`)
    const words = `${this.#uri}: ${error instanceof Error ? error.message || error.name : String(error)}`
    const passes = status === undefined || status >= 500 || status === 429 || status === 408
    return error instanceof Failed ? error : new Failed(passes ? 'broken' : 'refused', words)
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
}

/** Time without a byte. */
const IDLE_MS = 120_000
