/** Generates malformed and malicious requests. */
import fc from 'fast-check'
import type { Operation } from '../../../server/http/operation.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { as } from '../../factory.ts'

export interface Hostile {
  readonly method: string
  /** The request target, in Latin-1. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

const wild = fc.string({ unit: 'binary', maxLength: 30 })

/** Strings that are known to cause trouble. */
// biome-ignore format: a list
const ODD = [
  '', ' ', '0', '-1', '1', '2', '100', '2147483647', '2147483648', '-2147483649', '99999999999999999999', '1e999', 'NaN',
  'true', 'maybe', 'null', 'undefined', '__proto__', 'constructor', 'VX-1', 'VX-2', 'VX-3', 'VX-2147483647', 'VX-99999999999999999999',
  'VX--1', 'vx-1', 'READY', 'all', ',', ',,,', 'jobId desc', 'jobId desc,,type', 'a=1', '=', 'a', "'", "';--", '\\', '?', '$1', '{}',
  '../../etc/passwd', 'file:///etc/passwd', 'sourceUri=file:///etc/passwd', 'TRANSCODE', 'IMMEDIATE', 'HIGH', '\u0000', 'a\u0000b', '\ud800',
  '\udc00x', '🎬', 'é', '\u202e', '\ufeff', '\r\nX: y', '%', '%%', '%zz', '%c3%28', '2026-02-30', '9'.repeat(5_000), 'k'.repeat(3_000),
]
const text = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ODD) }, wild, fc.integer().map(String))

/** Percent-encoded, correctly in most cases. */
const encoded = fc.tuple(text, fc.nat(79)).map(([value, how]) => {
  if (how === 0) return latin1(value.replaceAll(/[\s?#]/g, '+'))
  if (how === 1) return `${percent(value)}%`
  if (how === 2) return `${percent(value)}%00`
  if (how === 3) return `${percent(value)}%ED%A0%80`
  return percent(value)
})

function target(operation: Operation): fc.Arbitrary<string> {
  const names = fc.oneof(
    fc.constantFrom(...Object.keys(operation.query), 'first', 'jobmetadata'),
    fc.constantFrom('colour', '__proto__', 'hasOwnProperty', ''),
    encoded,
  )
  const parameters = fc.array(
    fc.tuple(names, encoded).map(([name, value]) => `${name}=${value}`),
    { maxLength: 2 },
  )
  const segments = fc.tuple(
    ...operation.declaration.path
      .split('/')
      .map((part) => (part.startsWith(':') ? encoded.map((id) => id || 'VX-1') : fc.constant(part))),
  )
  const around = fc.tuple(
    fc.constantFrom('', '/API', '/API', '/API;a=b', '//'),
    fc.constantFrom('', '', '/', '//', '/x'),
  )
  const good = fc.constantFrom(
    GOOD[`${operation.declaration.method} ${operation.declaration.path}`] ?? '',
    '',
  )
  return fc
    .tuple(segments, around, parameters, parameters, good)
    .map(([path, [prefix, end], matrix, query, start]) =>
      `${prefix}/${path.join('/')}${matrix.map((one) => `;${one}`).join('')}${end}?${[start, ...query].join('&')}`.replace(
        /^\/+/,
        '/',
      ),
    )
}

/** Parameters that an operation needs to reach the database; MEDIA stands for the media root. */
const GOOD: Readonly<Record<string, string>> = {
  'POST /job':
    'type=TRANSCODE&priority=LOW&holdJob=true&jobmetadata=sourceUri%3DMEDIA/a.mov&jobmetadata=tags%3Dlowres',
  'GET /job': 'user=false&number=20&metadata=true&step=true',
  'DELETE /job': 'id=VX-2,VX-3',
  'POST /job/bulk': 'action=re-run&dryRun=true&all=true',
}

const XML = [
  '<SimpleMetadataDocument xmlns="http://xml.vidispine.com/schema/vidispine"><field><key>a</key><value>1</value></field></SimpleMetadataDocument>',
  '<JobSearchDocument xmlns="http://xml.vidispine.com/schema/vidispine"><facet count="true"><field>type</field></facet></JobSearchDocument>',
  '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
  '<a>'.repeat(5_000),
]
const JSONS = [
  '{"field":[{"key":"a","value":"1"},{"key":"sourceUri","value":"file:///etc/passwd"}]}',
  '{"field":[{"key":"a\\u0000","value":"\\ud800"}]}',
  '{"facet":[{"field":"type","count":true}]}',
  '['.repeat(5_000),
  `{"field":[{"key":"${'k'.repeat(5_000)}","value":"${'v'.repeat(50_000)}"}]}`,
]
const damaged = fc
  .tuple(fc.constantFrom(...XML, ...JSONS), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(9), text)
  .map(
    ([whole, at, cut, put]) => whole.slice(0, at * whole.length) + put + whole.slice(at * whole.length + cut),
  )
const sent = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('application/xml'),
      body: fc.oneof(fc.constantFrom(...XML), damaged),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('application/json'),
      body: fc.oneof(fc.constantFrom(...JSONS), damaged),
    }),
  },
  fc.record({
    type: fc.constantFrom('application/json', 'application/xml'),
    body: fc.oneof(wild, fc.json()),
  }),
)

// biome-ignore format: a table
const oddHeaders = fc.record(
  {
    Accept: fc.constantFrom('application/json', 'application/xml', 'text/plain', '*/*', '', ',', ';q=1', 'text/html;q=x', 'a/b', `${'a/b,'.repeat(500)}*/*`, 'application/json;q=0', '*/*;q=0', 'é'),
    'Content-Type': fc.constantFrom('application/json', 'application/xml', 'text/xml; charset=utf-16', 'application/json;charset=nope', 'text/plain', '', ';', 'é', 'multipart/form-data; boundary=a'),
    'Content-Encoding': fc.constantFrom('gzip', 'br', 'identity'),
    'Accept-Encoding': fc.constantFrom('gzip', '*;q=0', 'x,,;'),
    Authorization: fc.constantFrom('', 'Basic', 'Basic ====', 'Basic OnNlY3JldA==', 'Bearer a.b.c', 'token x', 'Basic YQBiOmM='),
    RunAs: fc.constantFrom('ann', 'nobody', '', '__proto__', 'é', "'; drop table"),
    'Idempotency-Key': fc.constantFrom('a', '', ' ', 'é', '"a"', 'a, b', 'k'.repeat(300)),
    Host: fc.constantFrom('a b', '', '[::1', 'example.org:99999', '\u00e9'),
  },
  { requiredKeys: [] },
)

const headers = fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, oddHeaders)

/** A request to any operation, usually with its own method. */
export const hostileRequest: fc.Arbitrary<Hostile> = fc.constantFrom(...OPERATIONS).chain((operation) => {
  const usual = { weight: 8, arbitrary: fc.constant<string>(operation.declaration.method) }
  const method = fc.oneof(usual, fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'))
  return fc
    .tuple(method, target(operation), fc.constantFrom('root', 'bob'), headers, sent)
    .map(([asked, url, name, odd, { type, body }]: [string, string, string, Odd, Sent]) => ({
      ...{ method: asked, target: url },
      headers: { Authorization: as(name), ...(type !== undefined && { 'Content-Type': type }), ...odd },
      ...(body !== undefined && { body }),
    }))
})

type Odd = Readonly<Record<string, string>>
type Sent = { readonly type?: string; readonly body?: string }

function percent(value: string): string {
  return [...Buffer.from(value)]
    .map((byte) =>
      /[\w.,:-]/.test(String.fromCharCode(byte)) && byte < 128
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('')
}

/** The characters that Node accepts in a request line. */
function latin1(value: string): string {
  return Buffer.from(value)
    .toString('latin1')
    .replaceAll(/[^\x21-\xff]/g, '')
}
