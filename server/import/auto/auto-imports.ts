/** Creates the jobs of automatic imports; runs in each server with an API, and any number share the work. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { AutoImportRuleDocument } from '../../../schema/documents/auto-import-rule.ts'
import { siteId } from '../../../schema/ids.ts'
import {
  type FileToImport,
  filesToImport,
  itemBeside,
  markFile,
  readRules,
  type StoredRule,
} from '../../../schema/queries/media/auto-import.ts'
import { createItem } from '../../../schema/queries/media/items/write-item.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { PRIORITIES } from '../../../schema/states.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import type { Engine } from '../../../steps/engine/engine.ts'
import { every } from '../../../steps/engine/runtime/clock.ts'
import { refusal } from '../../job/document/started-document.ts'
import { metadataOf } from '../../job/request/metadata.ts'
import { contentFor, renditionsFor } from '../content-of.ts'
import { ofItem } from '../job-parameters.ts'
import { type Planned, plannedFor } from './plan.ts'

export interface AutoImportContext {
  readonly fork: () => EntityManager
  readonly engine: Engine
  /** Whether a newer server has migrated the database: this one then leaves the imports to that. */
  readonly isOutdated: () => boolean
  readonly onError: (error: unknown) => void
}

export class AutoImports implements AsyncDisposable {
  readonly #stop = new AbortController()
  readonly #ended: Promise<void>

  constructor(context: AutoImportContext) {
    const { signal } = this.#stop
    this.#ended = every(EVERY_MS, signal, context.onError, () => importDue(context, signal))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#ended
  }
}

const EVERY_MS = 2_000
/** Files of a storage that are read at once. */
const AT_ONCE = 100

/** A rule whose job is refused, because its storage is full for example, is tried again in the next round. */
export async function importDue(context: AutoImportContext, signal: AbortSignal): Promise<void> {
  const { fork, isOutdated, onError } = context
  if (isOutdated()) return
  for (const rule of await readRules(fork()))
    if (rule.enabled) await importFrom(rule, context, signal).catch(onError)
}

async function importFrom(rule: StoredRule, context: AutoImportContext, signal: AbortSignal): Promise<void> {
  const document = rule.document as AutoImportRuleDocument
  for (let after = 0; !signal.aborted; ) {
    const files = await filesToImport(context.fork(), rule.storageId, { after, most: AT_ONCE })
    for (const file of files) {
      const planned = plannedFor(document, file.path)
      // The mark, the item and the job come together, so that no second server makes another.
      await transaction(context.fork(), (em) => applied(em, { rule, file, planned }, context))
    }
    const last = files.at(-1)
    if (!last || files.length < AT_ONCE) return
    after = last.id
  }
}

interface Applied {
  readonly rule: StoredRule
  readonly file: FileToImport
  readonly planned: Planned
}

async function applied(
  em: EntityManager,
  { rule, file, planned }: Applied,
  { engine }: AutoImportContext,
): Promise<void> {
  switch (planned.as) {
    case 'nothing':
      await markFile(em, file.id, 'passed')
      return
    case 'sidecar': {
      const beside = await itemBeside(em, rule.storageId, planned.stem)
      if (!beside || !(await markFile(em, file.id, 'created'))) return
      const { itemId, uri: sourceUri } = beside
      return started(em, engine, rule, 'SIDECAR_IMPORT', { ...ofItem(itemId), sidecar: file.uri, sourceUri })
    }
    case 'item': {
      if (!(await markFile(em, file.id, 'created'))) return
      const content = await contentFor(em, { fileId: siteId(file.id), allowReimport: true })
      const renditions = await renditionsFor(em, planned.tags, undefined)
      const itemId = await createItem(em, { user: rule.user, metadata: planned.metadata })
      return started(em, engine, rule, 'AUTO_IMPORT', { ...ofItem(itemId), ...content, ...renditions })
    }
  }
}

/** Throws the reason of a refusal, and then nothing is left. */
async function started(
  em: EntityManager,
  engine: Engine,
  { document, user }: StoredRule,
  type: string,
  metadata: Metadata,
): Promise<void> {
  const { jobmetadata, priority: wanted } = document as AutoImportRuleDocument
  const own = metadataOf(jobmetadata?.field ?? [], undefined)
  const priority = PRIORITIES.find((one) => one === wanted)
  const request = { type, user, priority, held: false, metadata: { ...own, ...metadata } }
  const answer = await engine.start(em, request)
  if ('refused' in answer) throw refusal(answer)
}
