/** Reads what the server has of the kinds that a source has. */

import type { AnyDocument, DocumentOf } from '../../../schema/document.ts'
import { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import { JobPriorityConfigurationDocument } from '../../../schema/documents/job-priority.ts'
import {
  type TaskDefinitionDocument,
  TaskDefinitionListDocument,
} from '../../../schema/documents/task-definition.ts'
import { type TaskGroupDocument, TaskGroupListDocument } from '../../../schema/documents/task-group.ts'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { ask, ImportStopped, type Remote, refusalOf } from '../remote.ts'
import type { Found } from '../source/found.ts'
import { type Recognized, readAny } from '../source/recognize.ts'

/** What a plan is compared with. A kind that the source lacks is empty. */
export interface ImportTarget {
  /** Those of built-in types have no ids. */
  readonly definitions: readonly TaskDefinitionDocument[]
  readonly jobTypes: readonly string[]
  readonly pools: JobPoolListDocument
  readonly priorities: JobPriorityConfigurationDocument
  readonly groups: readonly TaskGroupDocument[]
}

/**
 * Asks only for what is compared, so that an import of definitions needs no role for the configuration.
 * Throws ImportStopped.
 */
export async function readTarget(server: Remote, { documents }: Found): Promise<ImportTarget> {
  const has = (...kinds: readonly Recognized['is'][]) =>
    documents.some(({ document }) => kinds.includes(document.is))
  const get = <D extends AnyDocument>(isNeeded: boolean, path: string, document: D) =>
    isNeeded ? read(server, path, document) : undefined
  const [definitions, types, pools, priorities, groups] = await Promise.all([
    get(has('definitions'), '/task-definition', TaskDefinitionListDocument),
    get(has('priorities', 'groups'), '/jobtype', URIListDocument),
    get(has('pools'), '/configuration/job-pool', JobPoolListDocument),
    get(has('priorities'), '/configuration/job-priority', JobPriorityConfigurationDocument),
    get(has('groups'), '/task-group', TaskGroupListDocument),
  ])
  return {
    definitions: definitions?.task ?? [],
    jobTypes: types?.uri ?? [],
    pools: pools ?? { pool: [] },
    priorities: priorities ?? { job: [] },
    groups: groups?.group ?? [],
  }
}

async function read<D extends AnyDocument>(
  server: Remote,
  path: string,
  document: D,
): Promise<DocumentOf<D>> {
  const answered = await ask(server, `GET ${path}`)
  if (answered.status !== 200) throw new ImportStopped(`${server.url}${path} answers ${refusalOf(answered)}`)
  return readAny(document, answered.text)
}
