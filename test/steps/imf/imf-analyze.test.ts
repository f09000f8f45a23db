import assert from 'node:assert/strict'
import { rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkPackage, registerPackage } from '../../../steps/imf/register-package.ts'
import imfAnalyze from '../../../steps/job-types/imf-analyze.ts'
import { type Bench, bench } from '../context.ts'
import { runJob } from '../files.ts'
import { essence, imfPackage, uuid, type Variant } from './imf-package.ts'

describe('IMF_ANALYZE', function () {
  this.timeout(20_000)
  let here: Bench
  before(async () => {
    here = await bench()
    await essence(here.media)
  })
  after(() => here[Symbol.asyncDispose]())

  const analyzed = async (path: string, more = {}) => {
    const metadata = { sourceUri: `file://${path}`, ...more }
    const { last, results } = await runJob(here, imfAnalyze, { metadata })
    assert.equal(last.ended, 'finished', JSON.stringify(last))
    const em = undefined as never
    const registered = await registerPackage.run({ ...here.context({ results }), em })
    assert.ok(registered.ended === 'finished')
    const all = { ...results, 'register-package': registered.result }
    const checked = await checkPackage.run({ ...here.context({ results: all }), em })
    const report = JSON.parse(registered.metadata?.['result'] ?? '')
    return { report, checked, metadata: registered.metadata ?? {} }
  }

  it('lists files and compositions of a package that is right', async () => {
    const folder = await imfPackage(join(here.media, 'right'))
    const { report, checked, metadata } = await analyzed(folder)
    assert.deepEqual(checked, { ended: 'finished' })
    assert.equal(metadata['problemCount'], '0')
    assert.equal(report.uri, `file://${folder}`)
    assert.deepEqual(report.compositions, [
      {
        ...{ id: uuid('3'), title: 'Film', editRate: '25', duration: '50@25' },
        tracks: [
          { id: uuid('7'), kind: 'MainImageSequence', duration: '50@25', files: [uuid('4')] },
          { id: uuid('8'), kind: 'MainAudioSequence', duration: '50@25', files: [uuid('5')] },
        ],
      },
    ])
    assert.deepEqual(
      report.assets.map(({ path }: { path: string }) => path),
      ['PKL.xml', 'CPL.xml', 'picture.mxf', 'sound.mxf'],
    )
    assert.deepEqual((await analyzed(join(folder, 'ASSETMAP.xml'))).report, report)
  })

  // biome-ignore format: a table
  const variants: readonly (readonly [title: string, variant: Variant, problem: RegExp])[] = [
    ['a hash that is wrong',      { wrongHash: true },             /^sound\.mxf: its hash is not the one in the packing list$/],
    ['a size that is wrong',      { wrongSize: true },             /^sound\.mxf: it has \d+ bytes, and \d+ in the packing list$/],
    ['a file that is missing',    { path: { 'sound.mxf': 'none.mxf' } }, /^none\.mxf: the file is missing$/],
    ['no packing list',           { withoutPackingList: true },    /^the package has no packing list$/],
    ['an asset that is twice',    { assetTwice: true },            /^the ASSETMAP has \S+ more than once$/],
    ['a path out of the package', { path: { 'sound.mxf': '../other/sound.mxf' } }, /^\.\.\/other\/sound\.mxf: it is not a path within the package$/],
    ['an absolute path',          { path: { 'sound.mxf': '/etc/passwd' } }, /^\/etc\/passwd: it is not a path within the package$/],
    ['a path with a scheme',      { path: { 'sound.mxf': 'http://x/sound.mxf' } }, /^http:\/\/x\/sound\.mxf: it is not a path within/],
    ['an encoded path out of it', { path: { 'sound.mxf': '%2e%2e/sound.mxf' } }, /^%2e%2e\/sound\.mxf: it is not a path within/],
    ['tracks of unequal length',  { soundFrames: 49 },             /^composition “Film”: the tracks of segment 1 are not equally long$/],
    ['a file of another package', { unknownFile: true },           /^composition “Film”: MainImageSequence uses \S+9, which the package does not have$/],
    ['a composition that is broken', { composition: '<CompositionPlaylist><Id>x</Id></CompositionPlaylist>' }, /^CPL\.xml: line 1: CompositionPlaylist has no SegmentList$/],
    ['a composition that would read a file', { composition: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>' }, /^CPL\.xml: line 1: a document type declaration is not accepted$/],
  ]
  for (const [title, variant, problem] of variants)
    it(`finds ${title}`, async () => {
      const folder = await imfPackage(join(here.media, title.replaceAll(' ', '-')), variant)
      const { report, checked } = await analyzed(folder)
      assert.equal(report.problems.length, 1, JSON.stringify(report.problems))
      assert.match(report.problems[0], problem)
      assert.deepEqual(checked, { ended: 'fatal', reason: report.problems[0] })
    })

  it('finds a link that leads out of the package', async () => {
    const folder = await imfPackage(join(here.media, 'linked'), { path: { 'sound.mxf': 'link.mxf' } })
    await symlink('/etc/passwd', join(folder, 'link.mxf'))
    assert.deepEqual((await analyzed(folder)).report.problems, [
      'link.mxf: it is not a path within the package',
    ])
  })

  it('compares no hashes if it need not', async () => {
    const folder = await imfPackage(join(here.media, 'unhashed'), { wrongHash: true })
    assert.deepEqual((await analyzed(folder, { checkHashes: 'false' })).report.problems, [])
  })

  it('fails without an ASSETMAP', async () => {
    const folder = await imfPackage(join(here.media, 'no-map'))
    await rm(join(folder, 'ASSETMAP.xml'))
    const { last } = await runJob(here, imfAnalyze, { metadata: { sourceUri: `file://${folder}` } })
    assert.ok(
      last.ended === 'fatal' && last.reason.endsWith('ASSETMAP.xml does not exist'),
      JSON.stringify(last),
    )
    await writeFile(join(folder, 'ASSETMAP.xml'), '<AssetMap>')
    const broken = await runJob(here, imfAnalyze, { metadata: { sourceUri: `file://${folder}` } })
    assert.ok(broken.last.ended === 'fatal' && broken.last.reason.includes('not well-formed XML'))
  })
})
