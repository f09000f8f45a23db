import assert from 'node:assert/strict'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PRESETS } from '../../../server/shape-tag/preset-files.ts'
import type { Outcome } from '../../../steps/engine/declare/step.ts'
import transcodeType from '../../../steps/job-types/transcode.ts'
import { probeFile } from '../../../steps/source/probe-file.ts'
import { checkOutput, type Output } from '../../../steps/transcode/check-output.ts'
import { transcode } from '../../../steps/transcode/transcode.ts'
import { transcodeNeeds } from '../../../steps/transcode/transcode-needs.ts'
import type { Preset } from '../../../tasks/ffmpeg/plan/preset.ts'
import { smallDisk } from '../../tasks/files/small-disk.ts'
import { H264, make, PICTURE, programs } from '../../tasks/machine.ts'
import { type Bench, bench, type Given, resultOf } from '../context.ts'
import { runJob } from '../files.ts'

describe('TRANSCODE', function () {
  this.timeout(30_000)
  let here: Bench
  let sourceUri: string
  let probed: unknown
  const results = () => ({ 'probe-file': probed })
  before(async () => {
    here = await bench()
    sourceUri = `file://${await make(join(here.media, 'clip.mp4'), [...PICTURE(60), ...H264])}`
    probed = resultOf(await run(probeFile, { metadata: { sourceUri }, number: 100 }))
  })
  after(() => here[Symbol.asyncDispose]())

  async function run(step: typeof transcode, given: Given, act?: (percent: number) => void) {
    const context = here.context(given)
    return step.run({ ...context, ...(act && { progress: act }), em: undefined as never })
  }

  it('keeps a whole but shorter file if it is stopped', async () => {
    const stop = new AbortController()
    const metadata = { sourceUri, tags: 'web', destinationUri: `file://${here.media}/cut` }
    const given = { metadata, results: results(), stop: stop.signal }
    const made = resultOf(await run(transcode, given, (percent) => percent > 1 && stop.abort()))
    const checking = { metadata, results: { ...results(), transcode: made }, number: 300 }
    const [output] = resultOf(await run(checkOutput, checking)) as readonly Output[]
    assert.equal(output?.cut, true)
    const { durationS = 0 } = output.media
    assert.ok(durationS > 0.5 && durationS < 59, `${durationS} s`)
  })

  it('fails if it is stopped before there is any output', async () => {
    const given = { metadata: { sourceUri }, results: results(), stop: AbortSignal.abort() }
    const outcome = await run(transcode, given)
    assert.equal(outcome.ended, 'fatal', JSON.stringify(outcome))
  })

  // biome-ignore format: a table
  for (const [what, metadata, outcome] of [
    ['waits for a missing source if waitForSource is true',    { waitForSource: 'true' },  'waitFor'],
    ['fails on a missing source if waitForSource is false',    { waitForSource: 'false' }, 'fatal'],
    ['fails on a missing source by default',                   {},                         'fatal'],
  ] as const) {
    it(what, async () => {
      const late = `file://${here.media}/late.mov`
      const { last } = await runJob(here, transcodeType, { metadata: { sourceUri: late, ...metadata } })
      const expected: Readonly<Record<string, Outcome>> = {
        waitFor: { ended: 'waitFor', condition: { type: 'FILE', resource: late, requirement: 'to exist' } },
        fatal: { ended: 'fatal', reason: `sourceUri: ${late} does not exist` },
      }
      assert.deepEqual(last, expected[outcome])
    })
  }

  it('waits for more room than there was if the disk is full, and leaves no files', async function () {
    const disk = await smallDisk(256)
    if (!disk) return this.skip()
    await using full = disk
    const storage = { id: 'VX-2', name: 'small', root: full.path, state: 'ONLINE' } as const
    const tools = { mediaRoots: [here.media, full.path], storages: [...here.tools.storages, storage] }
    const metadata = { sourceUri, destinationUri: `file://${full.path}`, tags: 'original' }
    const { last } = await runJob(here, transcodeType, { metadata, tools, results: results() })
    assert.ok(last.ended === 'waitFor', JSON.stringify(last))
    assert.deepEqual([last.condition.resource, last.condition.requirement], ['VX-2', 'to have room'])
    assert.ok(Number(last.condition.data?.['bytes']) > 256 * 1024)
    assert.deepEqual(await readdir(full.path), [])
  })

  it('is retried if ffmpeg makes no progress', async () => {
    await mkdir(join(here.media, 'bin'))
    const path = join(here.media, 'bin', 'ffmpeg')
    await writeFile(path, '#!/bin/sh\nexec sleep 600\n')
    await chmod(path, 0o755)
    const found = await programs()
    const stalling = async () => ({ ...found, ffmpeg: { ...found.ffmpeg, path } })
    const tools = { programs: stalling, stallMs: 300 }
    const outcome = await run(transcode, { metadata: { sourceUri }, results: results(), tools })
    assert.ok(outcome.ended === 'retry', JSON.stringify(outcome))
    assert.match(outcome.reason, /^stalled: ffmpeg made no progress on .* for 0\.3 s and was killed$/)
  })
})

describe('the needs of a transcode', () => {
  const [web] = PRESETS.filter(({ tag }) => tag === 'web')
  const storages = [{ id: 'VX-1', name: 'all', root: '/media', state: 'ONLINE' }] as const
  const onGpu = (tag: string, box?: { readonly width: number; readonly height: number }): Preset => {
    assert.ok(web)
    const video = { encoder: 'hevc_nvenc', pixelFormat: 'yuv420p', options: {}, ...(box && { box }) }
    return { ...web, tag, video } as Preset
  }
  const presets = [
    ...PRESETS,
    onGpu('gpu'),
    onGpu('gpu-hd', { width: 1920, height: 1080 }),
    onGpu('gpu-uhd', { width: 3840, height: 2160 }),
  ]
  const gpu = (vramMiB: number) => ({ media: true, category: 'gpu_encode', encoder: 'hevc_nvenc', vramMiB })

  // biome-ignore format: a table
  for (const [metadata, needs] of [
    [{},                                               { media: true }],
    [{ tags: 'lowres' },                               { media: true }],
    [{ tags: 'none' },                                 { media: true }],
    [{ tags: 'lowres,gpu' },                           gpu(2_000)],
    [{ tags: 'gpu-hd' },                               gpu(500)],
    [{ tags: 'gpu-uhd' },                              gpu(1_000)],
    [{ sourceUri: 'file:///media/a', destinationUri: '/media/b' }, { reach: ['VX-1'], media: true }],
    [{ sourceUri: 'file:///other/a' },                 { media: true }],
  ] as const)
    it(`with ${JSON.stringify(metadata)} are ${JSON.stringify(needs)}`, () =>
      assert.deepEqual(transcodeNeeds(metadata, { presets, storages, mediaRoots: ['/elsewhere'] } as never), needs))
})
