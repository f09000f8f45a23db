/** Finds the files that a job has made, by the results of its steps. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { readSource } from '../../../schema/queries/jobs/read-source.ts'
import type { MadeFile } from '../../../steps/engine/declare/step.ts'
import type { Engine } from '../../../steps/engine/engine.ts'
import type { Source } from '../../../steps/transcode/renditions.ts'

export interface Made {
  /** The source, once it has been analyzed. */
  readonly source: Source | undefined
  readonly files: readonly MadeFile[]
}

/**
 * Not by its metadata, which a client can write. The order is that of the steps, so that the number of a file
 * stays the same.
 */
export async function outputsOf(em: EntityManager, engine: Engine, jobId: number): Promise<Made> {
  const { steps = [] } = (await readSource(em, jobId)) ?? {}
  const finished = steps.filter(({ state, result }) => state === 'FINISHED' && result !== null)
  const files = finished.flatMap(({ name, result }) => engine.steps.get(name)?.outputs?.(result) ?? [])
  const probed = finished.find(({ name }) => name === 'probe-file')
  return { source: probed?.result as Source | undefined, files }
}
