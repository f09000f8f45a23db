/** Measures steps that are scripts: one that does nothing, and the API beside scripts that do not end. */
import { MISBEHAVING } from '../test/tasks/script/misbehaving.ts'
import { KeepAlive, requestOf } from './run/keep-alive.ts'
import { ADMIN, Server } from './run/server.ts'
import { type Measured, median, quantile } from './run/table.ts'

const JOBS = 200
const POSTS = 600
const POOL = 8
const WARM_UP = 20
const JSON_TYPE = { authorization: ADMIN, accept: 'application/json', 'content-type': 'application/json' }

export async function script(): Promise<Measured> {
  await using server = await Server.start(POOL + 2, [], false, {
    TEST_JOBS: 'true',
    SCRIPT_TIME: '1',
    RETRY_BACKOFF: '0',
  })
  using client = await KeepAlive.open(server.url)
  const bench = new Bench(client)
  await bench.define('SCRIPT', { script: '1' })
  await bench.define('BUILT_IN', { bean: 'callsheet', method: 'script' })
  const nothing = await bench.alternating('BUILT_IN', 'SCRIPT')
  const [alone, beside, again] = await besideLoops(bench)
  const hostile = await besideMisbehaving(bench)
  return {
    title: `script: ${JOBS} jobs of one step that does nothing, and ${POSTS} × POST /job`,
    columns: ['', 'p50, ms', 'p99, ms', 'ratio of p50'],
    rows: [
      row('a built-in step, POST → FINISHED', nothing.BUILT_IN, nothing.BUILT_IN),
      row('a script, POST → FINISHED', nothing.SCRIPT, nothing.BUILT_IN),
      row('POST /job, no scripts', [...alone, ...again], [...alone, ...again]),
      row(`POST /job beside ${POOL} scripts in loops`, beside, [...alone, ...again]),
      row(`POST /job beside ${hostile.scripts} misbehaving scripts`, hostile.times, [...alone, ...again]),
    ],
    notes: [
      'Bars: a script takes at most twice as long as a built-in step, and loops slow POST /job by at most 20 %.',
      `All ${hostile.scripts} misbehaving scripts have ended: ${hostile.ended}.`,
    ],
  }
}

function row(name: string, times: readonly number[], floor: readonly number[]): readonly string[] {
  const figures = [median(times), quantile(times, 0.99)].map((ms) => ms.toFixed(1))
  return [name, ...figures, (median(times) / median(floor)).toFixed(2)]
}

async function besideLoops(bench: Bench): Promise<readonly [number[], number[], number[]]> {
  await bench.define('LOOP', { script: 'for (;;);', ...limits({ scriptTime: 600 }) })
  const alone = await bench.posts(POSTS / 2)
  const loops: string[] = []
  for (let at = 0; at < POOL; at++) loops.push(await bench.start('LOOP'))
  for (const id of loops) await bench.reaches(id, 'STARTED')
  const beside = await bench.posts(POSTS)
  for (const id of loops) await bench.ask('DELETE', `/job/${id}`)
  for (const id of loops) await bench.reaches(id, 'ABORTED')
  return [alone, beside, await bench.posts(POSTS / 2)]
}

async function besideMisbehaving(bench: Bench) {
  for (const [at, source] of MISBEHAVING.entries())
    await bench.define(`MISBEHAVING_${at}`, { script: source, ...limits({ scriptTimeout: 5 }) })
  const types = Array.from({ length: 200 }, (_, at) => `MISBEHAVING_${at % MISBEHAVING.length}`)
  const ids: string[] = []
  for (const type of types) ids.push(await bench.start(type, '&priority=IMMEDIATE'))
  const times = await bench.posts(POSTS)
  const states = new Map<string, number>()
  for (const id of ids) {
    const state = await bench.ends(id)
    states.set(state, (states.get(state) ?? 0) + 1)
  }
  const ended = [...states].map(([state, count]) => `${count} ${state}`).join(', ')
  return { times, scripts: ids.length, ended }
}

function limits(values: Readonly<Record<string, number>>) {
  const field = Object.entries(values).map(([key, value]) => ({ key, value: String(value) }))
  return { metadata: { field } }
}

/** Requests over one connection, one at a time. */
class Bench {
  readonly #client: KeepAlive

  constructor(client: KeepAlive) {
    this.#client = client
  }

  async ask(method: string, path: string, body = ''): Promise<Readonly<Record<string, unknown>>> {
    const { status, body: answer } = await this.#client.ask(
      requestOf(`${method} /API${path}`, JSON_TYPE, body),
    )
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${answer.toString()}`)
    return answer.length === 0 ? {} : (JSON.parse(answer.toString()) as Readonly<Record<string, unknown>>)
  }

  async define(jobType: string, step: object): Promise<void> {
    await this.ask('POST', '/task-definition', JSON.stringify({ task: [{ jobType, step: 100, ...step }] }))
  }

  async start(type: string, query = ''): Promise<string> {
    const { jobId } = await this.ask('POST', `/job?type=${type}${query}`)
    return String(jobId)
  }

  async reaches(id: string, state: string): Promise<void> {
    const { status } = await this.ask('GET', `/job/${id}?wait=${state}&timeout=60`)
    if (status !== state) throw new Error(`${id} is ${String(status)}, not ${state}`)
  }

  /** Its final state. */
  async ends(id: string): Promise<string> {
    const { status } = await this.ask('GET', `/job/${id}?wait=FINISHED,FAILED_TOTAL,ABORTED&timeout=60`)
    return String(status)
  }

  /** Times from POST to FINISHED, ms, of jobs of two types in turn. */
  async alternating<A extends string, B extends string>(one: A, other: B): Promise<Record<A | B, number[]>> {
    const times = { [one]: [] as number[], [other]: [] as number[] } as Record<A | B, number[]>
    for (let round = 0; round < JOBS + WARM_UP; round++)
      for (const type of [one, other]) {
        const begun = performance.now()
        await this.reaches(await this.start(type), 'FINISHED')
        if (round >= WARM_UP) times[type].push(performance.now() - begun)
      }
    return times
  }

  /** Times of POST /job, ms, for jobs that are held. */
  async posts(count: number): Promise<number[]> {
    const times: number[] = []
    for (let at = 0; at < count; at++) {
      const begun = performance.now()
      await this.start('BUILT_IN', '&holdJob=true')
      times.push(performance.now() - begun)
    }
    return times
  }
}
