import pg from 'pg'

/** A committed change, and when it was observed, ms by the clock of this process. */
export interface Heard {
  readonly what: string
  readonly at: number
}

/**
 * Observes every row of the history when it is committed, through a trigger that exists only for the
 * benchmark. A change reads `job 12 step 100 STARTED_ASYNCHRONOUS` or `job 12 FINISHED`.
 */
export class Watch implements AsyncDisposable {
  readonly client: pg.Client
  readonly #heard = new Map<string, number>()
  readonly #waiting = new Set<() => void>()

  private constructor(client: pg.Client) {
    this.client = client
    client.on('notification', ({ payload = '' }) => {
      this.#heard.set(payload, performance.now())
      for (const look of this.#waiting) look()
    })
  }

  static async open(connection: pg.ClientConfig): Promise<Watch> {
    const client = new pg.Client(connection)
    await client.connect()
    await client.query(TELL)
    await client.query('listen bench')
    return new Watch(client)
  }

  /** Resolves with the first of these changes that is observed or has been. */
  async first(...whats: readonly string[]): Promise<Heard> {
    return new Promise((resolve) => {
      const look = () => {
        const what = whats.find((one) => this.#heard.has(one))
        if (what === undefined) return void this.#waiting.add(look)
        this.#waiting.delete(look)
        resolve({ what, at: this.#heard.get(what) ?? Number.NaN })
      }
      look()
    })
  }

  /** Resolves with the time when the job was observed as FINISHED; any other end is an error. */
  async finished(job: number): Promise<number> {
    const { what, at } = await this.first(...ENDS.map((state) => `job ${job} ${state}`))
    if (!what.endsWith(' FINISHED')) throw new Error(`expected job ${job} to be FINISHED, got ${what}`)
    return at
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.end()
  }
}

const ENDS = ['FINISHED', 'FINISHED_WARNING', 'FAILED_TOTAL', 'ABORTED'] as const

const TELL = /* sql */ `
create function callsheet.bench_tell() returns trigger language plpgsql as $$
begin
  perform pg_notify('bench', concat_ws(' ', 'job', new.job_id, 'step ' || new.step, new.became));
  return null;
end $$;
create trigger bench_tell after insert on callsheet.history for each row execute function callsheet.bench_tell()`
