import assert from 'node:assert/strict'
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import sidecarImport from '../../../steps/job-types/sidecar-import.ts'
import { registerSidecar } from '../../../steps/sidecar/register-sidecar.ts'
import { H264, make, PICTURE } from '../../tasks/machine.ts'
import { mcc } from '../../tasks/sidecar/mcc.ts'
import { type Bench, bench } from '../context.ts'
import { cleanUp, runJob } from '../files.ts'

const SRT = '1\n10:00:01,000 --> 10:00:02,000\nHi & you\n'
const SCC =
  'Scenarist_SCC V1.0\n\n00:00:01:00\t9420 9420 94ae 94ae 9470 9470 c8e5 ecec ef80 942f 942f\n\n00:00:03:00\t942c 942c\n\n'

/** The same as MCC, at 30 frames per second, a pair of bytes a frame. */
const MCC = mcc([
  ...'9420 9420 94ae 94ae 9470 9470 c8e5 ecec ef80 942f 942f'
    .split(' ')
    .map((pair, at) => [`00:00:00:${19 + at}`, pair] as const),
  ...[['00:00:01:00', undefined] as const, ['00:00:03:00', '942c'] as const],
])

describe('SIDECAR_IMPORT', function () {
  this.timeout(20_000)
  let here: Bench
  const at = (...names: readonly string[]) => join(here.media, ...names)
  const uri = (...names: readonly string[]) => `file://${at(...names)}`
  before(async () => {
    here = await bench()
    await make(at('clip.mov'), [...PICTURE(0.2), ...H264, '-timecode', '10:00:00:00'])
    await writeFile(at('clip.srt'), SRT)
    await writeFile(at('coded.txt'), SCC)
    await writeFile(at('carried.txt'), MCC)
    await writeFile(at('bad.srt'), '1\nno time\n')
    await writeFile(
      at('notes.xml'),
      '<MetadataDocument><timespan start="-INF" end="+INF"><field><name>title</name><value>A</value></field></timespan></MetadataDocument>',
    )
    await symlink('/etc/passwd', at('link.srt'))
  })
  after(() => here[Symbol.asyncDispose]())

  const imported = async (metadata: Metadata) => {
    const ran = await runJob(here, sidecarImport, { metadata })
    assert.equal(ran.last.ended, 'finished', JSON.stringify(ran.last))
    const context = here.context({ metadata, results: ran.results })
    const registered = await registerSidecar.run({ ...context, em: undefined as never })
    assert.ok(registered.ended === 'finished')
    return { ...ran, computed: registered.metadata ?? {} }
  }

  it('writes the captions as WebVTT, from the start of the media', async () => {
    const metadata = {
      ...{ sidecar: uri('clip.srt'), sourceUri: uri('clip.mov'), destinationUri: uri('out') },
      subtitleLanguage: 'nor',
    }
    const { computed, results } = await imported(metadata)
    const vtt = await readFile(at('out', 'clip.vtt'), 'utf8')
    assert.equal(vtt, 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHi &amp; you\n')
    const cues = [{ start: '1000@1000', end: '2000@1000', text: 'Hi & you' }]
    assert.deepEqual(JSON.parse(computed['result'] ?? ''), {
      ...{ format: 'srt', captionsUri: uri('out', 'clip.vtt'), language: 'nor', cues, total: 1 },
    })
    assert.equal(computed['cueCount'], '1')
    await cleanUp(here, sidecarImport, { metadata, results })
    assert.deepEqual(await readdir(at('out')), ['clip.vtt'])
    const { last } = await runJob(here, sidecarImport, { metadata })
    assert.ok(
      last.ended === 'fatal' && last.reason.endsWith('out/clip.vtt already exists'),
      JSON.stringify(last),
    )
  })

  it('keeps the times without media', async () => {
    await imported({ sidecar: uri('clip.srt'), destinationUri: uri('plain') })
    assert.match(await readFile(at('plain', 'clip.vtt'), 'utf8'), /^WEBVTT\n\n10:00:01.000 /)
  })

  for (const [format, name, startS] of [
    ['scc', 'coded', '01.000'],
    // Shown with the last pair, in frame 28.
    ['mcc', 'carried', '00.930'],
  ] as const)
    it(`decodes the captions of CEA-608 in ${format.toUpperCase()}`, async () => {
      const { computed } = await imported({ sidecar: uri(`${name}.txt`), destinationUri: uri(format) })
      const vtt = await readFile(at(format, `${name}.vtt`), 'utf8')
      assert.equal(vtt, `WEBVTT\n\n00:00:${startS} --> 00:00:03.000\nHello\n`)
      assert.equal(computed['sidecarFormat'], format)
    })

  it('fails for an MCC without captions of CEA-608', async () => {
    await writeFile(at('none.mcc'), mcc([['00:00:01:00', undefined]]))
    const { last } = await runJob(here, sidecarImport, { metadata: { sidecar: uri('none.mcc') } })
    assert.ok(
      last.ended === 'fatal' && last.reason.endsWith('none.mcc: it has no MCC cues'),
      JSON.stringify(last),
    )
  })

  it('reads metadata, and writes nothing', async () => {
    const { computed } = await imported({ sidecar: uri('notes.xml'), destinationUri: uri('none') })
    assert.deepEqual(JSON.parse(computed['result'] ?? '').fields, [{ name: 'title', value: ['A'] }])
    await assert.rejects(readdir(at('none')))
  })

  // biome-ignore format: a table
  for (const [name, reason] of [
    ['bad.srt',     /bad\.srt: line 1: expected a time, got “1”$/],
    ['missing.srt', /^sidecar: .* does not exist$/],
    ['link.srt',    /^sidecar: /],
  ] as const)
    it(`fails for ${name}, and says why`, async () => {
      const { last } = await runJob(here, sidecarImport, { metadata: { sidecar: uri(name) } })
      assert.ok(last.ended === 'fatal')
      assert.match(last.reason, reason)
    })

  it('refuses a sidecar outside the media roots', async () => {
    const refused = await sidecarImport.check?.({ sidecar: 'file:///etc/passwd' }, here.tools)
    assert.ok(refused?.refused === 'invalid' && refused.key === 'sidecar')
  })
})
