/** Claims the names of renditions before anything is encoded. */

import { open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { hasLanded, removePartials } from '../../tasks/files/land.ts'
import { isTaken } from '../../tasks/files/look.ts'
import { openFolder } from '../../tasks/files/open-folder.ts'
import { otherWriters } from '../../tasks/files/other-writers.ts'
import { fatal, type Outcome, type StepContext } from '../engine/declare/step.ts'
import { timeOfDay } from '../engine/runtime/clock.ts'
import type { Tools } from '../tools.ts'
import { type Rendition, TRANSCODE_STEP, uriOf } from './renditions.ts'

/**
 * Creates the partial files, empty. The outcome of the step if a name is taken or another job is making the
 * same file: of two that start at once, the older job continues. Their folder exists.
 */
export async function claimNames(
  context: StepContext<Tools>,
  renditions: readonly Rendition[],
): Promise<Outcome | undefined> {
  const { job, run } = context
  for (const { final, partial } of renditions) {
    if ((await isTaken(final)) && !(await hasLanded(final, siteId(job.id), TRANSCODE_STEP)))
      return fatal(`destinationUri: ${uriOf(final)} already exists`)
    // Leftovers of earlier runs whose node died.
    await removePartials(final, siteId(job.id), TRANSCODE_STEP, run)
    await createEmpty(partial)
  }
  for (const { final } of renditions) {
    const writer = await otherJob(context, final)
    if (writer !== undefined)
      return fatal(`destinationUri: ${uriOf(final)} is being written by job ${writer}`)
  }
  return undefined
}

/** The job that goes first with this file, if it is another one. */
async function otherJob({ job, tools }: StepContext<Tools>, final: string): Promise<string | undefined> {
  const within = { now: timeOfDay(), withinMs: tools.stallMs || Number.POSITIVE_INFINITY }
  const writers = await otherWriters(final, siteId(job.id), within)
  return writers.find((writer) => writer.hasBegun || numberOf(writer.job) < job.id)?.job
}

function numberOf(id: string): number {
  return Number(/\d+$/.exec(id)?.[0])
}

async function createEmpty(path: string): Promise<void> {
  await using folder = await openFolder(dirname(path))
  await (await open(folder.at(basename(path)), 'w')).close()
}
