/** Every operation in OPERATIONS, in every format that it returns and accepts. */
import assert from 'node:assert/strict'
import { readJson, writeJson } from '../../../schema/codec/json/json.ts'
import { readXml, writeXml } from '../../../schema/codec/xml/xml.ts'
import type { AnyDocument } from '../../../schema/document.ts'
import { CONTENT_TYPE, FORMATS, type Format } from '../../../server/http/answer/negotiate.ts'
import type { Operation } from '../../../server/http/operation.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { assertJson, assertXml, pointerOf } from '../../server/reference/described.ts'
import { type How, type Serving, serving } from '../../serving.ts'
import { sequenceOf } from '../item-jobs/sequence-paths.ts'
import { A_UUID, registryPath } from './registry-requests.ts'
import { PATHS, REQUESTS } from './requests.ts'

const ACCEPT = {
  xml: 'application/xml',
  json: 'application/json',
  text: 'text/plain',
  javascript: 'application/javascript',
  png: 'image/png',
  file: '*/*',
} as const satisfies Record<Format, string>

/** An accepted body, by the name of its document. */
const BODIES: Readonly<Record<string, unknown>> = {
  StorageDocument: { capacity: 1000, metadata: { field: [{ key: 'name', value: 'é <&> 🎬' }] } },
  FileDocument: { path: 'a.mov' },
  ExportLocationDocument: { tag: ['é <&> 🎬'] },
  JobSearchDocument: {
    facetFilter: [{ field: 'state', value: 'READY' }],
    facet: [{ field: 'type', exclude: ['state'], count: true, minCount: 1, name: 'é <&> 🎬' }],
  },
  TaskDefinitionListDocument: {
    task: [{ step: 200, jobType: 'ACME_DELIVER', script: 'job.log("é <&> 🎬")' }],
  },
  ScriptTrialDocument: { script: 'job.log("é <&> 🎬")', data: { field: [{ key: 'k', value: 'é <&> 🎬' }] } },
  TaskDefinitionDocument: { step: 100, script: 'job.log("é <&> 🎬")' },
  TranscodePresetDocument: { format: 'wav', audio: { codec: 'pcm_s16le' }, description: 'é <&> 🎬' },
  JobPoolListDocument: { concurrentJobs: 7, pool: [{ priorityThreshold: 'LOWEST', size: 9 }] },
  JobPriorityConfigurationDocument: { job: [{ type: 'TRANSCODE', value: 'LOW' }] },
  ConfigurationPropertyDocument: { key: 'concurrentJobs', value: '7' },
  TaskGroupDocument: {
    job: [{ type: ['TRANSCODE'], priority: [], user: ['é <&> 🎬'], group: [], data: [{ key: 'a' }] }],
    transcoder: [],
    maxConcurrency: 7,
  },
  NotificationDocument: {
    action: { http: { url: 'http://localhost:1/é', contentType: 'application/json' } },
    trigger: { job: { stop: '' } },
  },
  ImportSettingsDocument: { access: [{ permission: 'READ', group: 'é <&> 🎬' }] },
  SimpleMetadataDocument: { field: [{ key: 'title', value: 'é <&> 🎬' }] },
  ItemSearchDocument: {
    text: [{ value: 'é <&> 🎬' }],
    field: [{ name: 'title', value: [{ value: 'é <&> 🎬' }] }],
  },
  MetadataEntryDocument: { value: { value: 'é <&> 🎬', uuid: A_UUID } },
  MetadataDocument: {
    group: [],
    timespan: [{ field: [{ name: 'title', value: [{ value: 'é <&> 🎬' }] }], group: [] }],
  },
  MetadataFieldDocument: { type: 'string', data: [{ key: 'label', value: 'é <&> 🎬' }] },
  MetadataFieldGroupDocument: { data: [{ key: 'label', value: 'é <&> 🎬' }], field: [], group: [] },
  CollectionDocument: { name: 'é <&> 🎬' },
  ShapeDocument: { tag: ['é <&> 🎬'] },
  AutoImportRuleDocument: { shapeTagFilter: [{ pattern: 'é <&> 🎬', tag: ['lowres'] }], enabled: false },
  AccessKeyDocument: { name: 'é <&> 🎬', status: 'ACTIVE' },
  UserDocument: { realName: 'é <&> 🎬', password: 'é <&> 🎬 1234', groupList: { group: [] } },
  GroupDocument: { description: 'é <&> 🎬', parentGroupList: { group: [{ groupName: '_job_read' }] } },
  UserSearchDocument: { field: [{ name: 'realname', value: ['é <&> 🎬', '*'] }] },
  GroupSearchDocument: { field: [{ name: 'description', value: ['é <&> 🎬'] }] },
  AnalyzeJobDocument: { channel: [], black: { threshold: 0.1, percentage: 95 } },
  ComplexJobDocument: {},
  ConformRequestDocument: {},
  SequenceDocument: { track: [] },
  SequenceRenderRequestDocument: {},
  GroupListDocument: { group: [{ groupName: '_job_read' }] },
}

/** What a document must have where no path says it. */
const NAMED: Readonly<Record<string, (serving: Serving) => object>> = {
  'POST /user': () => ({ userName: `user ${Math.random()}` }),
  'POST /group': () => ({ groupName: `group ${Math.random()}` }),
  'PUT /export-location/:locationName': ({ api }) => ({ uri: `file://${api().mediaRoot}/` }),
  'POST /transcode': ({ api }) => ({
    input: [{ id: 1, uri: [`${api().mediaRoot}/a.mov`] }],
    output: [{ id: 1, uri: `${api().mediaRoot}/b.mp4`, containerFormat: 'mp4' }],
    connection: [{ input: [{ id: 1, stream: 0 }], videoOutput: { id: [1], codec: 'h264' } }],
  }),
  'POST /sequence/render': ({ api }) => ({ sequence: sequenceOf(`${api().mediaRoot}/a.mov`) }),
  'POST /conform': ({ api }) => ({
    conform: { timeline: { segment: [{ source: { uri: `${api().mediaRoot}/a.mov` } }] } },
    metadata: BODIES['MetadataDocument'],
  }),
}

/** A text that an operation needs. */
const TEXT: How = { type: 'text/plain', body: 'é <&> 🎬 1234' }

/** Bytes that an operation needs: the start of a JPEG. */
const IMAGE: How = { type: 'image/jpeg', body: Buffer.from('ffd8ffe0', 'hex') }

/** The bodies that an operation before has taken. */
const tried = new Set<unknown>()

describe('Formats', () => {
  const served = serving()

  for (const operation of OPERATIONS) {
    const { method, path, accepts, auth, needsBody } = operation.declaration
    const named = () => NAMED[`${method} ${path}`]?.(served) ?? {}
    const ask = async (how: How) => {
      // An operation that needs a body gets one, unless the test sends its own.
      const given = needsBody
        ? typeof accepts === 'object'
          ? bodyFor(accepts, named())
          : accepts === 'bytes'
            ? IMAGE
            : TEXT
        : {}
      const asked = (await (PATHS[`${method} ${path}`] ?? registryPath(method, path))?.(served)) ?? path
      const by = how.by ? {} : await REQUESTS[`${method} ${path}`]?.(served)
      return served.ask(`${method} ${asked}`, { by: 'root', ...by, ...given, ...how })
    }

    // What the body is read by is the same for all operations with such a body.
    const isFirst = !tried.has(accepts)
    tried.add(accepts)

    describe(`${method} ${path}`, () => {
      for (const format of operation.formats)
        it(`returns ${format}`, async () => {
          const answer = await ask({ accept: ACCEPT[format] })
          assert.equal(answer.status, operation.declaration.emptyStatus ?? 200, answer.text)
          const hasBody = format !== 'file' && operation.declaration.emptyStatus === undefined
          if (hasBody) assert.equal(answer.headers['content-type'], CONTENT_TYPE[format])
          assertReadable(operation, format, answer.text ?? '')
        })
      const refused = operation.declaration.produces === 'file' ? [] : FORMATS
      for (const format of refused.filter((one) => !operation.formats.includes(one)))
        it(`does not return ${format}`, async () =>
          assert.equal((await ask({ accept: ACCEPT[format] })).status, 406))
      for (const type of isFirst
        ? ['application/json', 'application/xml', 'image/png']
        : ['application/json'])
        it(`${needsBody ? 'refuses' : 'accepts'} Content-Type: ${type} without a body`, async () => {
          const answer = await ask({ type, accept: '*/*', ...(needsBody && { body: '' }) })
          assert.equal(
            answer.status,
            needsBody ? 400 : (operation.declaration.emptyStatus ?? 200),
            answer.text,
          )
        })
      if (typeof accepts === 'object')
        describe('accepts a body', () => takes(accepts, ask, { named, isFirst }))
      if (auth !== 'none')
        it('is 401 without credentials, in every format', async () => {
          for (const format of FORMATS) {
            const answer = await ask({ by: 'nobody', accept: ACCEPT[format] })
            assert.equal(answer.status, 401)
            assert.equal(answer.headers['content-type'], CONTENT_TYPE[format])
          }
        })
    })
  }
})

function bodyFor(document: AnyDocument, named: object = {}): How {
  const value = { ...(BODIES[document.name] as object), ...named }
  return { type: 'application/json', body: writeJson(document, value as never) }
}

function takes(
  document: AnyDocument,
  ask: (how: How) => Promise<{ readonly status: number; readonly text: string }>,
  { named, isFirst }: { readonly named: () => object; readonly isFirst: boolean },
): void {
  const known = BODIES[document.name] as object | undefined
  const value = () => ({ ...known, ...named() }) as never
  it('that this test knows', () => assert.ok(known, `BODIES has no ${document.name}`))

  it('that the reference permits', () => {
    assertXml(writeXml(document, value()))
    assertJson(writeJson(document, value()), pointerOf('components', 'schemas', document.name))
  })

  const good: readonly (readonly [type: string, body: () => string])[] = [
    ['application/xml', () => writeXml(document, value())],
    ['application/json', () => writeJson(document, value())],
    ['text/xml; charset=UTF-8', () => writeXml(document, value())],
    ['Application/JSON; charset="utf-8"', () => writeJson(document, value())],
  ]
  for (const [type, body] of good.slice(0, isFirst ? undefined : 2))
    it(`as ${type}`, async () => {
      const answer = await ask({ type, body: body() })
      assert.equal(answer.status, 200, answer.text)
    })

  const bad: readonly (readonly [type: string, body: string, status: number])[] = [
    ['application/xml', '<', 400],
    ['application/json', '{', 400],
    ['image/png', 'png', 415],
  ]
  for (const [type, body, status] of isFirst ? bad : [])
    it(`but not ${body} as ${type}`, async () => assert.equal((await ask({ type, body })).status, status))
}

function assertReadable({ declaration: { produces } }: Operation, format: Format, text: string): void {
  if (produces === undefined) assert.equal(text, '')
  else if (produces === 'png' || produces === 'file') assert.equal(format, produces)
  else if (produces === 'text' || produces === 'script' || format === 'text')
    assert.doesNotMatch(text, /^[<{]/)
  else if (format === 'xml') readXml(produces, text)
  else readJson(produces, text)
}
