/** Signs links to files, and checks them (wire-media.md §11, row 7). Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { basename, extname } from 'node:path'

/** What a link grants: one file, until a time, sent in a certain way. */
export interface Grant {
  /** Such as `VX-31`. */
  readonly fileId: string
  /** ms since 1970. */
  readonly until: number
  /** A Content-Disposition. Empty: that of the name of the file. */
  readonly disposition: string
}

/** `<end>.<disposition>.<signature>`, with the end in seconds to base 36. */
export function tokenOf({ fileId, until, disposition }: Grant, key: string): string {
  const end = Math.ceil(until / 1_000).toString(36)
  const how = Buffer.from(disposition).toString('base64url')
  return `${end}.${how}.${signatureOf(`${fileId} ${end} ${how}`, key)}`
}

/** Undefined if the token is not for the file, was changed, or has expired. */
export function grantIn(token: string, fileId: string, key: string, now: number): Grant | undefined {
  const [end = '', how = '', signature = '', ...more] = token.split('.')
  const expected = Buffer.from(signatureOf(`${fileId} ${end} ${how}`, key))
  const given = Buffer.from(signature)
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected)
  const until = Number.parseInt(end, 36) * 1_000
  if (more.length > 0 || !isSigned || !(until > now)) return undefined
  return { fileId, until, disposition: Buffer.from(how, 'base64url').toString() }
}

/** The longest time that a link is valid, minutes. */
export const MOST_MINUTES = 720

/** Where links that need no credentials are, beside the API. */
export function openRoot(baseUrl: string): string {
  return baseUrl.replace(/\/API$/, '/APInoauth')
}

function signatureOf(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}

/** The last part of the path of a link: clients look for the id with something after it. */
export function nameInLink(fileId: string, path: string): string {
  return `${fileId}${extname(path) || '.bin'}`
}

/** How a file is sent: whether a browser saves it, and its name. */
export function sentAs(
  disposition: string,
  path: string,
): { readonly name: string; readonly download: boolean } {
  const [, quoted, bare] = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition) ?? []
  const name = basename(quoted ?? bare ?? path)
  return { name: name === '' ? basename(path) : name, download: /^\s*attachment/i.test(disposition) }
}
