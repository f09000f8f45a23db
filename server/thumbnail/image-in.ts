/** Reads an image from the body of a request. */
import type { IncomingMessage } from 'node:http'
import { invalidInput } from '../http/answer/fault.ts'
import { type BodyLimits, readBytes } from '../http/request/body.ts'

interface Image {
  readonly mimeType: string
  readonly image: Uint8Array
}

/** Its type follows from its first bytes, as a wrong one in a header would be served to browsers. */
export async function imageIn(body: IncomingMessage | undefined, limits: BodyLimits): Promise<Image> {
  const image = body ? await readBytes(body, limits) : Buffer.alloc(0)
  const known = STARTS.find(({ bytes }) => image.subarray(0, bytes.length).equals(bytes))
  if (!known)
    throw invalidInput(
      'body',
      `expected a JPEG or PNG image, got ${image.length === 0 ? 'nothing' : 'something else'}`,
    )
  return { mimeType: known.mimeType, image }
}

const STARTS = [
  { mimeType: 'image/jpeg', bytes: Buffer.from('ffd8ff', 'hex') },
  { mimeType: 'image/png', bytes: Buffer.from('89504e470d0a1a0a', 'hex') },
] as const
