/** Creates the jobs that empty storages; runs in each server with an API, and any number share the work. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../schema/ids.ts'
import {
  type Evacuation,
  endEvacuations,
  markMoving,
  nextToMove,
  readEvacuations,
} from '../../schema/queries/media/storages/evacuations.ts'
import { storageFor } from '../../schema/queries/media/storages.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { File } from '../../schema/tables/file.ts'
import type { Engine } from '../../steps/engine/engine.ts'
import { every } from '../../steps/engine/runtime/clock.ts'
import { refusal } from '../job/document/started-document.ts'
import { placeFor } from './file/copy-place.ts'

export interface EvacuationContext {
  readonly fork: () => EntityManager
  readonly engine: Engine
  readonly mediaRoots: readonly string[]
  /** Whether a newer server has migrated the database: this one then leaves the work to that. */
  readonly isOutdated: () => boolean
  readonly onError: (error: unknown) => void
}

export class Evacuations implements AsyncDisposable {
  readonly #stop = new AbortController()
  readonly #ended: Promise<void>

  constructor(context: EvacuationContext) {
    const { signal } = this.#stop
    this.#ended = every(EVERY_MS, signal, context.onError, () => evacuateDue(context, signal))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#ended
  }
}

const EVERY_MS = 2_000
/** Jobs of a storage at a time: more would only fill the queue, and the storages that are written to. */
const AT_ONCE = 20

/** A round. What it has done is in the database, so that a server may be killed at any moment. */
export async function evacuateDue(context: EvacuationContext, signal: AbortSignal): Promise<void> {
  const { fork, isOutdated, onError } = context
  if (isOutdated()) return
  for (const evacuation of await readEvacuations(fork()))
    await evacuateFrom(evacuation, context, signal).catch(onError)
  await endEvacuations(fork())
}

async function evacuateFrom(
  evacuation: Evacuation,
  context: EvacuationContext,
  signal: AbortSignal,
): Promise<void> {
  let { moving } = evacuation
  for (let after = 0; moving < AT_ONCE && !signal.aborted; ) {
    // The mark, the place and the job come together, so that no second server makes another.
    const tried = await transaction(context.fork(), (tx) => moveNext(tx, evacuation, after, context)).catch(
      (error: unknown) => {
        if (!(error instanceof NotMoved)) throw error
        context.onError(error.cause)
        return error
      },
    )
    if (tried === undefined) return
    if (!(tried instanceof NotMoved)) moving += 1
    after = tried.file
  }
}

/** A file whose job was refused. It is tried again in the next round, and keeps no other from being moved. */
class NotMoved extends Error {
  override readonly name = 'NotMoved'
  readonly file: number

  constructor(file: number, cause: unknown) {
    super(`the file ${siteId(file)} cannot be moved`, { cause })
    this.file = file
  }
}

/** The file; undefined if there is none to move, or no room for it now. Throws `NotMoved`. */
async function moveNext(
  tx: EntityManager,
  { storageId, user }: Evacuation,
  after: number,
  { engine, mediaRoots }: EvacuationContext,
): Promise<{ readonly file: number } | undefined> {
  const next = await nextToMove(tx, storageId, after)
  const target = next && (await storageFor(tx, { bytes: next.size }))
  if (!next || !target) return undefined
  const file = await tx.findOneOrFail(File, { id: next.id })
  const wanted = { useOriginalFilename: false, keepsFolders: true }
  const metadata = {
    ...{ fileId: siteId(file.id), sourceUri: file.uri, sourceStorageId: siteId(storageId) },
    ...(await placeFor({ em: tx, mediaRoots }, file, target.id, wanted)),
  }
  const answer = await engine.start(tx, { type: 'MOVE_FILE', user, held: false, metadata })
  // Rolls back the place.
  if ('refused' in answer) throw new NotMoved(file.id, refusal(answer))
  await markMoving(tx, file.id, answer.job.id)
  return { file: file.id }
}
