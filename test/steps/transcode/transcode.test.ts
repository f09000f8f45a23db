import assert from 'node:assert/strict'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Step } from '../../../steps/engine/declare/step.ts'
import { removeLeftovers, removePartialNames } from '../../../steps/files/remove-leftovers.ts'
import { probeFile } from '../../../steps/source/probe-file.ts'
import type { Tools } from '../../../steps/tools.ts'
import { checkOutput, type Output } from '../../../steps/transcode/check-output.ts'
import type { Rendition } from '../../../steps/transcode/renditions.ts'
import { transcode } from '../../../steps/transcode/transcode.ts'
import { H264, make, PICTURE, TONE } from '../../tasks/machine.ts'
import { type Bench, bench, type Given, resultOf } from '../context.ts'

describe('the steps of TRANSCODE', function () {
  this.timeout(20_000)
  let here: Bench
  let sourceUri: string
  let metadata: Record<string, string>
  const results: Record<string, unknown> = {}
  const out = () => join(here.media, 'VX-1')
  const names = async () => (await readdir(out())).sort()

  before(async () => {
    here = await bench()
    const path = await make(join(here.media, 'clip.mp4'), [...PICTURE(2), ...TONE(2), ...H264, '-c:a', 'aac'])
    sourceUri = `file://${path}`
    metadata = { sourceUri, tags: 'lowres,audio' }
  })
  after(() => here[Symbol.asyncDispose]())

  it('analyze the source', async () => {
    results['probe-file'] = resultOf(await run(probeFile, { metadata }))
    const { path, media } = results['probe-file'] as {
      path: string
      media: { streams: readonly { codec: string }[] }
    }
    assert.equal(`file://${path}`, sourceUri)
    assert.deepEqual(
      media.streams.map(({ codec }) => codec),
      ['h264', 'aac'],
    )
  })

  it('make all renditions as partial files, and remove those of earlier runs', async () => {
    results['transcode'] = resultOf(await run(transcode, { metadata, results, run: 1 }))
    results['transcode'] = resultOf(await run(transcode, { metadata, results, run: 2 }))
    assert.deepEqual(await names(), [
      '.clip-audio.VX-1.200.2.partial.m4a',
      '.clip-lowres.VX-1.200.2.partial.mp4',
    ])
  })

  it('check and land the renditions, with the same result if repeated after a crash', async () => {
    const outputs = resultOf(await run(checkOutput, { results, number: 300 })) as readonly Output[]
    assert.deepEqual(
      outputs.map(({ tag, uri }) => [tag, uri]),
      [
        ['lowres', `file://${out()}/clip-lowres.mp4`],
        ['audio', `file://${out()}/clip-audio.m4a`],
      ],
    )
    assert.deepEqual(resultOf(await run(checkOutput, { results, number: 300 })), outputs)
    assert.equal((await names()).length, 4)
  })

  it('remove only the partial names once the outputs are registered', async () => {
    resultOf(await run(removePartialNames, { results, number: 500 }))
    assert.deepEqual(await names(), ['clip-audio.m4a', 'clip-lowres.mp4'])
  })

  it('find out before the encode that a file exists already', async () => {
    assert.deepEqual(await run(transcode, { metadata, results, run: 3 }), {
      ended: 'fatal',
      reason: `destinationUri: file://${out()}/clip-lowres.mp4 already exists`,
    })
    assert.deepEqual(await names(), ['clip-audio.m4a', 'clip-lowres.mp4'])
  })

  it('find out before the encode that a name is too long', async () => {
    const path = await make(join(here.media, `${'é'.repeat(123)}.mp4`), [...PICTURE(1), ...H264])
    const source = { ...(results['probe-file'] as object), path }
    const outcome = await run(transcode, { metadata, results: { 'probe-file': source } })
    assert.ok(outcome.ended === 'fatal')
    assert.match(outcome.reason, /^destinationUri: file:.* has a name that is too long .* has 257 bytes$/)
  })

  it('find out before the encode that another job is making the same file', async () => {
    const destinationUri = `file://${join(here.media, 'shared')}`
    await mkdir(join(here.media, 'shared'))
    const given = { metadata: { ...metadata, tags: 'audio', destinationUri }, results }
    // biome-ignore format: a table
    const rows = [
      ['of a younger job, still empty', '.clip-audio.VX-2.200.1.partial.m4a', '',  false],
      ['of an older job, still empty',  '.clip-audio.VX-0.200.1.partial.m4a', '',  true],
      ['of a younger job, with data',   '.clip-audio.VX-2.200.1.partial.m4a', 'x', true],
      ['of another rendition',          '.clip-lowres.VX-0.200.1.partial.mp4', 'x', false],
    ] as const
    for (const [of, name, content, isTaken] of rows) {
      const path = join(here.media, 'shared', name)
      await writeFile(path, content)
      const outcome = await run(transcode, given)
      assert.equal(outcome.ended, isTaken ? 'fatal' : 'finished', of)
      if (outcome.ended === 'fatal')
        assert.match(outcome.reason, /shared\/clip-audio\.m4a is being written by job VX-\d$/)
      await rm(path)
    }
  })

  it('do not overwrite files of others, nor remove them in clean-up', async () => {
    for (const { partial, final } of renditions(3)) await copyFile(final, partial)
    const refused = await run(checkOutput, { results: { ...results, transcode: renditions(3) }, number: 300 })
    assert.deepEqual(refused, {
      ended: 'fatal',
      reason: `lowres: file://${out()}/clip-lowres.mp4 already exists`,
    })
    resultOf(await run(removeLeftovers, { results: { ...results, transcode: renditions(3) }, number: 900 }))
    assert.deepEqual(await names(), ['clip-audio.m4a', 'clip-lowres.mp4'])
  })

  it('clean up outputs that have landed but were not registered', async () => {
    const destinationUri = `file://${join(here.media, 'other')}`
    const made = resultOf(await run(transcode, { metadata: { ...metadata, destinationUri }, results }))
    resultOf(await run(checkOutput, { results: { ...results, transcode: made }, number: 300 }))
    resultOf(await run(removeLeftovers, { results: { ...results, transcode: made }, number: 900 }))
    assert.deepEqual(await readdir(join(here.media, 'other')), [])
  })

  it('clean up the default folder of the job if it is empty, but not a requested folder', async () => {
    const byDefault = { ...metadata, tags: 'audio' }
    const destinationUri = `file://${join(here.media, 'requested')}`
    const tools = { mediaRoots: [join(here.media, 'root'), here.media] }
    for (const given of [byDefault, { ...byDefault, destinationUri }]) {
      const made = resultOf(await run(transcode, { metadata: given, results, tools }))
      resultOf(
        await run(removeLeftovers, { metadata: given, results: { ...results, transcode: made }, tools }),
      )
    }
    assert.deepEqual(
      [await readdir(join(here.media, 'root')), await readdir(join(here.media, 'requested'))],
      [[], []],
    )
  })

  it('clean up the partial files of a node that died', async () => {
    const left = join(out(), '.clip-lowres.VX-1.200.17.partial.mp4')
    await writeFile(left, 'half')
    resultOf(
      await run(removeLeftovers, { metadata, results: { ...results, transcode: undefined }, number: 900 }),
    )
    assert.deepEqual(await names(), ['clip-audio.m4a', 'clip-lowres.mp4'])
  })

  it('fail without retries if an output is broken', async () => {
    const [lowres] = renditions(4)
    assert.ok(lowres)
    await writeFile(lowres.partial, (await readFile(join(out(), 'clip-lowres.mp4'))).subarray(0, 3_000))
    const { ended } = await run(checkOutput, { results: { ...results, transcode: [lowres] }, number: 300 })
    assert.equal(ended, 'fatal')
  })

  it('stop on request and discard only their own partial files', async () => {
    const stop = new AbortController()
    const context = here.context({
      metadata: { ...metadata, tags: 'hevc' },
      results,
      run: 5,
      signal: stop.signal,
    })
    const outcome = transcode.run({ ...context, progress: () => stop.abort(), em: undefined as never })
    assert.deepEqual(await outcome, { ended: 'retry', reason: 'stopped' })
    const later = join(out(), '.clip-hevc.VX-1.200.6.partial.mp4')
    await writeFile(later, 'of a later run')
    await transcode.discard?.(context)
    const left = (await names()).filter((name) => name.includes('hevc'))
    assert.deepEqual(left, [basename(later)])
  })

  // biome-ignore format: a table
  const refusals: readonly (readonly [step: Step<Tools>, given: Given, reason: string])[] = [
    [probeFile, {},                                             'sourceUri: “” is not an absolute path'],
    [probeFile, { metadata: { sourceUri: 'gopher://x/y.mp4' } },  'sourceUri: “gopher://x/y.mp4” has the scheme gopher, not file'],
    [transcode, { metadata: { tags: 'lowres' } },               'the source was not analyzed'],
  ]
  for (const [step, given, reason] of refusals) {
    it(`refuse missing input in ${step.name}: ${reason}`, async () =>
      assert.deepEqual(await run(step, given), { ended: 'fatal', reason }))
  }

  function renditions(run: number): readonly Rendition[] {
    return ['lowres.mp4', 'audio.m4a'].map((name) => {
      const [tag = '', extension] = name.split('.')
      const partial = join(out(), `.clip-${tag}.VX-1.200.${run}.partial.${extension}`)
      return { tag, partial, final: join(out(), `clip-${name}`) }
    })
  }

  function run(step: Step<Tools>, given: Given) {
    return step.run({ ...here.context(given), em: undefined as never })
  }
})
