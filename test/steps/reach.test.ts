/** The storages that the steps of the built-in job types have to reach. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { needFrom } from '../../schema/need.ts'
import type { Metadata } from '../../steps/engine/declare/step.ts'
import { instantiate } from '../../steps/engine/submit/instantiate.ts'
import { JOB_TYPES } from '../../steps/job-types.ts'
import type { Tools } from '../../steps/tools.ts'
import { type Bench, bench } from './context.ts'
import { conformXml } from './sequence/document.ts'

/**
 * From storage VX-2 to VX-3; the first media root lies on VX-1. In the table, `200:23` reaches VX-2 and VX-3.
 */
const BOTH = { sourceUri: 'file:///in/a.mov', destinationUri: 'file:///out/' }
/** Its copy goes into the first media root. */
const AWAY = { sourceUri: 'https://example.com/a.mov' }
const ALONE = { sourceUri: 'file:///in/a.mov' }
const IMPORT = { ...BOTH, destinationUri: 'file:///out/a.mov', renditionUri: 'file:///out/', tags: 'lowres' }
const JOB = JSON.stringify({
  input: [{ id: 1, uri: ['file:///in/a.mov'] }],
  output: [{ id: 1, containerFormat: 'mp4', uri: 'file:///out/a.mp4' }],
  connection: [{ input: [{ id: 1, stream: 0 }], videoOutput: { id: [1], codec: 'h264' } }],
})
const DOCUMENTS = { conformXML: conformXml([{ uri: 'file:///in/a.mov' }]) }

describe('The storages to reach', () => {
  let here: Bench
  before(async () => {
    here = await bench()
  })
  after(() => here[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [name, given, metadata, expected] of [
    ['TRANSCODE',    'both URIs',  BOTH,  '100:2 200:23 300:3 500:3 900:3'],
    ['TRANSCODE',    'a source', ALONE, '100:2 200:12 300:1 500:1 900:1'],
    ['THUMBNAIL',    'both URIs',  BOTH,  '100:2 200:23 300:3 400:3 900:3'],
    ['THUMBNAIL',    'a source', ALONE, '100:2 200:12 300:1 400:1 900:1'],
    ['COPY_FILE',    'both URIs',  BOTH,  '100:23 200:3 400:3 900:3'],
    ['MOVE_FILE',    'both URIs',  BOTH,  '100:23 200:3 300:23 500:23 900:23'],
    ['DELETE_FILE',  'a source', ALONE, '100:2'],
    ['FILE_ANALYZE', 'a source', ALONE, '100:2 300:2 900:2'],
    ['FILE_ANALYZE', 'a source elsewhere', AWAY, '100:1 300:1 900:1'],
    ['TRANSCODE', 'a source elsewhere', AWAY, '100:1 200:1 300:1 500:1 900:1'],
    ['EXPORT',       'both URIs',  BOTH,  '100:23 200:23 400:3 900:23'],
    ['EXPORT',       'further files', { ...ALONE, destinationUri: 'file:///in/b/', furtherExports: 'file:///in/c.mov file:///out/' }, '100:23 200:23 400:2 900:23'],
    ['SHAPE_UPDATE', 'a source', ALONE, '300:2 500:2 900:2'],
    ['PLACEHOLDER_IMPORT', 'all URIs', IMPORT, '200:23 300:3 500:3 600:3 700:3 850:3 860:3 900:3 950:3'],
    ['ANALYZE',      'a source', ALONE, '100:2 300:2 500:2 900:2'],
    ['IMF_ANALYZE',  'a source', ALONE, '100:2 200:2'],
    ['SIDECAR_IMPORT', 'all URIs', { ...BOTH, sidecar: 'file:///in/a.srt' }, '100:2 200:3 400:3 900:3'],
    ['PACKAGE',      'both URIs',  BOTH,  '100:2 600:23 700:3 850:3 900:3'],
    ['CONFORM',      'a document', { ...DOCUMENTS, destinationUri: 'file:///out/' }, '100:2 500:3 600:23 700:3 850:3 900:3'],
    ['RAW_TRANSCODE', 'a document', { jobDocument: JOB }, '100:23 600:23 700:23 850:23 900:23'],
  ] as const)
    it(`of the steps of ${name} with ${given}: ${expected}`, () => assert.equal(reached(name, metadata), expected))

  it('are declared by every asynchronous step of every job type', () => {
    for (const { name } of JOB_TYPES) {
      const document = name === 'RAW_TRANSCODE' ? { jobDocument: JOB } : DOCUMENTS
      assert.doesNotMatch(reached(name, { ...IMPORT, ...BOTH, ...document }), /\d+:(?!\d)/, name)
    }
  })

  function reached(name: string, metadata: Metadata): string {
    const type = JOB_TYPES.find((one) => one.name === name)
    assert.ok(type, name)
    const making = { metadata, tools: tools(), held: false, groups: [], limits: {} }
    return instantiate(type, making)
      .filter(({ runsAs }) => runsAs === 'STARTED_ASYNCHRONOUS')
      .map(({ number, need }) => `${number}:${(needFrom(need).reach ?? []).join('').replaceAll('VX-', '')}`)
      .join(' ')
  }

  function tools(): Tools {
    const roots = [here.media, '/in', '/out']
    const storages = roots.map((root, at) => ({
      ...{ id: `VX-${at + 1}`, name: root, root },
      state: 'ONLINE' as const,
    }))
    return { ...here.tools, mediaRoots: [join(here.media, 'media')], storages }
  }
})
