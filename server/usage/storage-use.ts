/** Looks up how full the storages are, without letting one that does not answer hold up a request. */
import type { UsageDocument } from '../../schema/documents/usage.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import { holds, isOnline, roomIn, type Storage } from '../../tasks/files/storages.ts'

type Use = Omit<UsageDocument['storage'][number], 'id' | 'name'>

export class StorageUse {
  /**
   * The last look at each storage by its id. A look that hangs is not repeated: each would block a thread.
   */
  readonly #looks = new Map<string, { readonly at: number; readonly use: Promise<Use>; done: boolean }>()

  /** SILENT if the storage does not answer in time. */
  async of(storage: Storage): Promise<Use> {
    const before = this.#looks.get(storage.id)
    const isFresh = before && (!before.done || clock.now() - before.at < FRESH_MS)
    const { use } = isFresh ? before : this.#look(storage)
    return Promise.race([use, silent()])
  }

  #look(storage: Storage) {
    const look = { at: clock.now(), use: readUse(storage), done: false }
    this.#looks.set(storage.id, look)
    void look.use.then(() => {
      look.done = true
    })
    return look
  }
}

async function readUse(storage: Storage): Promise<Use> {
  try {
    if (!(await isOnline(storage))) return { state: 'OFFLINE' }
    const [capacity, free] = await Promise.all([holds(storage), roomIn(storage)])
    return { state: 'ONLINE', capacity, free }
  } catch {
    return { state: 'OFFLINE' }
  }
}

async function silent(): Promise<Use> {
  await clock.sleep(ANSWERS_MS)
  return { state: 'SILENT' }
}

/** Counting the files of a storage with a capacity can take long. */
const FRESH_MS = 60_000
const ANSWERS_MS = 1_000
