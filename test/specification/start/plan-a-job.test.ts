/** `POST /job?dryRun=true` (Callsheet extension): returns the plan of a job without starting it. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { writeSample } from '../../../tasks/ffmpeg/sample.ts'
import { type How, serving } from '../../serving.ts'
import { programs } from '../../tasks/machine.ts'

describe('POST /job?dryRun=true', () => {
  const { api, ask, job, rows } = serving()
  const plan = (name: string, more = '', how?: How) =>
    ask(
      `POST /API/job?dryRun=true&type=TRANSCODE&jobmetadata=sourceUri%3d${encodeURIComponent(join(api().mediaRoot, name))}${more}`,
      how,
    )
  /** Replaces all hosts by one with one node. */
  const node = async (cpu: number) => {
    await rows('delete from callsheet.host returning id')
    await rows(
      `insert into callsheet.host (id, name, slots) values ('h', 'h', jsonb_build_object('cpu', ?::integer)) returning id`,
      [cpu],
    )
    await rows(
      `insert into callsheet.node (name, host_id, kernel, pid, pid_started) values ('worker', 'h', 'k', 1, 1) returning id`,
    )
  }

  it('returns the graph of steps and creates nothing', async () => {
    const { status, body, text } = await plan('a.mov')
    assert.equal(status, 200, text)
    const { step, ...job } = body
    assert.deepEqual(job, { type: 'TRANSCODE', user: 'bob', status: 'READY', priority: 'MEDIUM' })
    assert.deepEqual(
      (step as { number: number; after: number[]; critical: boolean; cleanup: boolean; need: string }[]).map(
        ({ number, after, critical, cleanup, need }) => [number, after, critical, cleanup, need],
      ),
      [
        [100, [], true, false, 'cpu'],
        [200, [100], true, false, 'cpu'],
        [300, [200], true, false, 'cpu'],
        [350, [300], false, false, 'none'],
        [400, [300], true, false, 'none'],
        [500, [400], false, false, 'cpu'],
        [900, [], true, true, 'cpu'],
      ],
    )
    assert.equal(step[1].waits, 'waits for step 100')
    assert.equal(step[6].waits, 'runs only when the job fails or is aborted')
    assert.deepEqual(await rows('select 1 from callsheet.job union all select 1 from callsheet.history'), [])
  })

  it('answers in XML, and with only the command lines as text/plain', async () => {
    const xml = await plan('a.mov', '', { accept: 'application/xml' })
    assert.match(xml.text, /<JobPlanDocument xmlns="[^"]+"><type>TRANSCODE<\/type>/)
    assert.equal((await plan('a.mov', '', { accept: 'text/plain' })).text, '')
  })

  // biome-ignore format: a table
  for (const [what, slots, ahead, more, first] of [
    ['no node',                       undefined, false, '',                   { waits: 'no node is running' }],
    ['a node with room',              2,         false, '',                   { node: 'worker' }],
    ['no slot of the kind',           0,         false, '',                   { waits: 'there is no node with slots for cpu' }],
    ['a job before it',               1,         true,  '',                   { waits: 'all CPU slots are busy' }],
    ['a job before it, and IMMEDIATE', 1,        true,  '&priority=IMMEDIATE', { node: 'worker' }],
    ['HOLD',                          2,         false, '&holdJob=true',      { waits: 'on hold: steps run only when you start them' }],
  ] as const)
    it(`says where the first step would run: ${what}`, async () => {
      await rows('delete from callsheet.node returning id')
      await rows('delete from callsheet.step returning id')
      if (slots !== undefined) await node(slots)
      if (ahead) await job({ steps: [{ number: 100, state: 'READY' }] })
      const { body } = await plan('a.mov', more, { by: 'root' })
      const { node: where, waits } = body.step[0]
      assert.deepEqual({ ...(where && { node: where }), ...(waits && { waits }) }, first)
      assert.deepEqual(await rows('select 1 from callsheet.placement'), [])
    })

  it('has a working command line if the source can be reached', async () => {
    const { ffmpeg } = await programs()
    const path = join(api().mediaRoot, "it's a clip.mp4")
    await writeSample(path, { ffmpeg, signal: new AbortController().signal })
    const { body } = await plan("it's a clip.mp4", '&jobmetadata=tags%3dlowres')
    const { argument } = body.step[1].command as { argument: readonly string[] }
    assert.deepEqual([argument[0], argument.includes(`file:${path}`)], [ffmpeg.path, true])
    const output = argument.at(-1)?.replace(/^file:/, '') ?? ''
    assert.equal(basename(output), ".it's a clip-lowres.VX-0.200.0.partial.mp4")
    await mkdir(dirname(output), { recursive: true })
    const { text } = await plan("it's a clip.mp4", '&jobmetadata=tags%3dlowres', { accept: 'text/plain' })
    execFileSync('sh', ['-c', text.trimEnd()], { stdio: 'ignore' })
    assert.ok((await stat(output)).size > 0)
  })

  it('says why there is no command line', async () => {
    const { body } = await plan('later.mov')
    assert.match(body.step[1].noCommand, /later\.mov does not exist on this machine$/)
  })

  // biome-ignore format: a table
  for (const [line, status, context] of [
    ['type=NONE',                                   400, 'type'],
    ['type=TRANSCODE',                              400, 'sourceUri'],
    ['type=TRANSCODE&jobmetadata=sourceUri%3d/etc/passwd', 400, 'sourceUri'],
  ] as const)
    it(`refuses ${line} just as without dryRun`, async () => {
      const [dry, real] = [await ask(`POST /job?dryRun=true&${line}`), await ask(`POST /job?${line}`)]
      assert.deepEqual([dry.status, dry.body.invalidInput.context], [status, context])
      assert.equal(dry.text, real.text)
    })

  it('is 403 for IMMEDIATE, and without the role _job_write', async () => {
    assert.equal((await plan('a.mov', '&priority=IMMEDIATE')).status, 403)
    assert.equal((await plan('a.mov', '', { by: 'ann' })).status, 403)
  })
})
