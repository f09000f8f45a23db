/** The parameters that all requests that create jobs on items share (wire-media.md §3.1). */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { JobDocument } from '../../schema/documents/job.ts'
import { siteId } from '../../schema/ids.ts'
import { PRIORITIES } from '../../schema/states.ts'
import type { Metadata } from '../../steps/engine/declare/step.ts'
import type { NotStarted, StartAnswer } from '../../steps/engine/submit/start-request.ts'
import { namesIn } from '../../steps/item/names-in.ts'
import type { Context } from '../http/context.ts'
import { boolean, oneOf, pairs, repeated, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { refusal } from '../job/document/started-document.ts'
import { LIMITS, limitsOf } from '../job/request/limits.ts'
import { metadataOf } from '../job/request/metadata.ts'
import { placeholderNamed } from '../job/request/placeholder.ts'
import { refuseImmediate } from '../job/request/refuse-immediate.ts'
import { startOnce } from '../job/request/start-once.ts'

export const JOB = {
  priority: parameter(oneOf(PRIORITIES), undefined, 'The priority of the job. Default MEDIUM.'),
  jobmetadata: parameter(pairs, [], 'Metadata of the job, as `key=value`. May be repeated.'),
  notification: parameter(string, undefined, 'The placeholder notification to use for this job.'),
  notificationData: parameter(repeated, [], 'What notifications of this job repeat. May be repeated.'),
  holdJob: parameter(boolean, false, 'Create the job in HOLD: steps run only when you start them.'),
  ...LIMITS,
} as const

export const SETTINGS = {
  settings: parameter(string, undefined, 'Import settings. An unknown id is only warned of.'),
} as const

export const TRANSCODE = {
  tag: parameter(repeated, [], 'The tags of the renditions to make, separated by commas.'),
  createThumbnails: parameter(boolean, true, 'Whether thumbnails are made.', { aliases: ['thumbnails'] }),
  storageId: parameter(string, undefined, 'The storage for the files. Default: the one with most room.'),
  'no-transcode': parameter(boolean, false, 'Make no renditions, whatever the tags.'),
} as const

/** The values of `JOB`, as a handler receives them. */
export interface JobValues {
  readonly priority: (typeof PRIORITIES)[number] | undefined
  readonly jobmetadata: readonly { readonly key: string; readonly value: string }[]
  readonly notification: string | undefined
  readonly notificationData: readonly string[]
  readonly holdJob: boolean
}

export type JobGiven = Pick<Context, 'em' | 'user' | 'once' | 'engine'> & {
  readonly query: JobValues & Parameters<typeof limitsOf>[0]
}

/**
 * Creates a job together with what it needs, such as its item and its files: `metadata` creates that in the
 * transaction and returns what the job has to know. Throws the fault of a refusal, and then nothing is left.
 */
export async function startWith(
  { em, user, once, engine, query }: JobGiven,
  type: string,
  metadata: (tx: EntityManager) => Promise<Metadata>,
): Promise<JobDocument> {
  const { priority, holdJob: held, notificationData } = query
  if (priority !== undefined) refuseImmediate(priority, user)
  const notification = await placeholderNamed(em, query.notification)
  const own = metadataOf(query.jobmetadata, undefined)
  const limits = limitsOf(query)
  return startOnce({ em, user, once }, () =>
    em.transactional(async (tx) => {
      const request = {
        ...{ type, priority, held, notificationData, notification, limits, user: user.name },
        metadata: { ...own, ...(await metadata(tx)) },
      }
      return created(await engine.start(tx, { ...request, once }))
    }),
  ).catch((error: unknown) => {
    throw error instanceof NotCreated ? refusal(error.answer) : error
  })
}

/** Starts a further job in the transaction of `startWith`: of the same user, with the same priority. */
export async function startBeside(
  { user, engine, query: { priority, holdJob: held } }: JobGiven,
  tx: EntityManager,
  { type, metadata }: { readonly type: string; readonly metadata: Metadata },
): Promise<void> {
  created(await engine.start(tx, { type, priority, held, user: user.name, metadata }))
}

/** Throws what rolls back all that the job needed. */
function created(answer: StartAnswer): StartAnswer {
  if ('refused' in answer && answer.refused !== 'made-before') throw new NotCreated(answer)
  return answer
}

class NotCreated extends Error {
  override readonly name = 'NotCreated'
  readonly answer: NotStarted

  constructor(answer: NotStarted) {
    super('the job was refused')
    this.answer = answer
  }
}

/** The tags of a repeated, comma-separated parameter. */
export function tagsIn(tag: readonly string[]): readonly string[] {
  return namesIn(tag.join(','))
}

/** The item of a job, by both keys that clients read (wire-media.md §8.2). */
export function ofItem(itemId: number): Metadata {
  return { itemId: siteId(itemId), item: siteId(itemId) }
}
