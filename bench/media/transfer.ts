/** Measures copies of a large file, against `cp` and `sha256sum` on the same disk. Linux only. */
import { execFile } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { mostMemory, residentMiB } from '../run/memory.ts'
import { ask, finished } from '../run/requests.ts'
import { Server } from '../run/server.ts'
import { type Measured, median } from '../run/table.ts'

/** Size of the file, GB. `TRANSFER_GB` sets another one. */
const GB = Number(process.env['TRANSFER_GB'] ?? 2)
const TIMES = 3
const CHUNK = 16 * 1_048_576
const sh = promisify(execFile)

export async function transfer(): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'callsheet-transfer-'))
  try {
    await using server = await Server.start(2, [folder])
    const bench = new Bench(server, folder)
    await bench.prepare()
    return await bench.measure()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

class Bench {
  readonly #server: Server
  readonly #source: string
  readonly #target: string

  constructor(server: Server, folder: string) {
    this.#server = server
    this.#source = join(folder, 'source.bin')
    this.#target = join(folder, 'target.bin')
  }

  /** Content that no disk can make small. */
  async prepare(): Promise<void> {
    const chunk = crypto.getRandomValues(new Uint8Array(65_536))
    const content = Buffer.concat(Array.from({ length: CHUNK / chunk.length }, () => chunk))
    await using file = await open(this.#source, 'w')
    for (let written = 0; written < GB * 1e9; written += content.length) await file.write(content)
    await file.sync()
  }

  async measure(): Promise<Measured> {
    const cp = () => sh('sh', ['-c', 'cp "$0" "$1" && sync "$1"', this.#source, this.#target])
    const hash = (path: string) => sh('sha256sum', [path])
    const before = residentMiB(this.#server.pid)
    let most = 0
    const job = (metadata: Readonly<Record<string, string>>) => async () => {
      const used = await mostMemory(this.#server.pid, () => this.#copy(metadata))
      most = Math.max(most, used)
    }
    const cases = [
      ['cp, then sync', cp],
      ['cp, sync, then sha256sum of the copy', async () => [await cp(), await hash(this.#target)]],
      ['COPY_FILE: copied, then read again to be hashed', job({})],
      ['COPY_FILE, checksumMode=transfer: hashed while it is copied', job({ checksumMode: 'transfer' })],
    ] as const
    const times = cases.map(([name, work]) => ({ name, work, took: [] as number[] }))
    for (let round = 0; round < TIMES; round++)
      for (const { work, took } of times) took.push(await this.#timed(work))
    return table(times, before, most)
  }

  async #timed(work: () => Promise<unknown>): Promise<number> {
    await rm(this.#target, { force: true })
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }

  async #copy(metadata: Readonly<Record<string, string>>): Promise<void> {
    const uris = { sourceUri: uri(this.#source), destinationUri: uri(this.#target) }
    const field = Object.entries({ ...uris, ...metadata }).map(([key, value]) => ({ key, value }))
    const { jobId } = await ask(this.#server, 'POST /job?type=COPY_FILE', { field })
    await finished(this.#server, jobId)
  }
}

const uri = (path: string) => pathToFileURL(path).href

function table(
  times: readonly { readonly name: string; readonly took: readonly number[] }[],
  before: number,
  most: number,
): Measured {
  const floors = [0, 1, 1, 1].map((at) => median(times[at]?.took ?? []))
  return {
    title: `transfer: a file of ${GB} GB, copied on one disk`,
    columns: ['what', 's', 'MB/s', 'ratio'],
    rows: times.map(({ name, took }, at) => {
      const ms = median(took)
      return [name, (ms / 1e3).toFixed(1), ((GB * 1e6) / ms).toFixed(0), (ms / (floors[at] ?? ms)).toFixed(2)]
    }),
    notes: [
      `Medians of ${TIMES}, in turn. The ratios of the jobs are those to cp, sync and sha256sum.`,
      `Resident memory of the server and its agent: ${before.toFixed(0)} MiB before, at most ${most.toFixed(0)} MiB meanwhile.`,
    ],
  }
}
