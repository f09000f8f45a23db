import { rm, rmdir } from 'node:fs/promises'
import { siteId } from '../../schema/ids.ts'
import { hasLanded, removePartials } from '../../tasks/files/land.ts'
import { look } from '../../tasks/files/look.ts'
import { finished, type Step, type StepContext } from '../engine/declare/step.ts'
import { reaching, reachingOutput } from '../source/source.ts'
import { type Picture, THUMBNAIL_STEP, thumbnailsOf } from '../thumbnails/thumbnail-plan.ts'
import type { Tools } from '../tools.ts'
import { ownFolder, planOf, type Rendition } from '../transcode/renditions.ts'
import { COPY_STEP, namesOf } from './copy-plan.ts'
import { partialCopyOf } from './land-file.ts'

/** The number of the step that names its partial files, in every job type that makes renditions. */
export const TRANSCODE_STEP = 200

/** Whose leftovers they are: what is told apart from one job type to another. */
interface Left {
  /** Goes into the names of the steps. */
  readonly of: string
  /** The number that stands in the partial names. */
  readonly step: number
  /** The step after which what was made is the job's result, and stays. */
  readonly kept: string
  readonly needs: NonNullable<Step<Tools>['needs']>
  /** The final names of what was made; or, where the worker died over it, of what was to be made. */
  finals(context: StepContext<Tools>): Promise<readonly string[]>
  /** Whether a final name stays all the same. Default: none does. */
  stays?(context: StepContext<Tools>): Promise<boolean>
}

const renditions: Left = {
  of: '',
  step: TRANSCODE_STEP,
  kept: 'register-output',
  needs: reachingOutput,
  async finals(context) {
    const made = context.result<readonly Rendition[]>('transcode')
    const plan = made ? { renditions: made } : await planOf(context)
    return 'refused' in plan ? [] : plan.renditions.map(({ final }) => final)
  },
}

const thumbnails: Left = {
  of: '-of-thumbnails',
  step: THUMBNAIL_STEP,
  kept: 'land-thumbnails',
  needs: reachingOutput,
  async finals(context) {
    const made = context.result<readonly Picture[]>('make-thumbnails')
    const plan = made ? { pictures: made } : await thumbnailsOf(context)
    return 'refused' in plan ? [] : plan.pictures.map(({ final }) => final)
  },
}

const copy: Left = {
  of: '-of-copy',
  step: COPY_STEP,
  kept: 'register-file',
  needs: reachingOutput,
  async finals(context) {
    const names = partialCopyOf(context) ?? (await namesOf(context))
    return 'refused' in names ? [] : [names.final]
  },
}

const move: Left = {
  ...copy,
  of: '-of-move',
  kept: 'register-move',
  needs: reaching,
  // Once the source is gone, or is another file, this one is all there is of it.
  async stays(context) {
    const taken = partialCopyOf(context)
    const source = taken && (await look(taken.source))
    return taken !== undefined && source?.identity !== taken.look.identity
  },
}

export const { partialNames: removePartialNames, leftovers: removeLeftovers } = removing(renditions)
export const { partialNames: removePartialThumbnails, leftovers: removeThumbnails } = removing(thumbnails)
export const { partialNames: removePartialCopy, leftovers: removeCopy } = removing(copy)
export const { partialNames: removePartialMove, leftovers: removeMove } = removing(move)

function removing(left: Left) {
  return { partialNames: partialNamesOf(left), leftovers: leftoversOf(left) }
}

/** After success: the partial names, which have served to tell our own outputs from others'. */
function partialNamesOf({ of, step, needs, finals }: Left): Step<Tools> {
  return {
    name: `remove-partial-names${of}`,
    description: 'Removing partial files.',
    runsAs: 'STARTED_ASYNCHRONOUS',
    needs,
    async run(context) {
      for (const final of await finals(context)) await removePartials(final, siteId(context.job.id), step)
      return finished()
    },
  }
}

/**
 * After a failure or an abort: the partial names, outputs that took their final name but never were the job's result, and the
 * job's own folder when that was all there was in it.
 */
function leftoversOf({ of, step, kept, needs, finals, stays }: Left): Step<Tools> {
  return {
    name: `remove-leftovers${of}`,
    description: 'Removing leftovers.',
    runsAs: 'STARTED_ASYNCHRONOUS',
    needs,
    async run(context) {
      const id = siteId(context.job.id)
      const keep = context.result(kept) !== undefined || (await stays?.(context)) === true
      for (const final of await finals(context)) {
        if (!keep && (await hasLanded(final, id, step))) await rm(final, { force: true })
        await removePartials(final, id, step)
      }
      const { metadata, job, tools } = context
      const folder = ownFolder(metadata, job.id, tools.mediaRoots)
      // It is not there, or not empty: then it stays.
      if (folder !== undefined) await rmdir(folder).catch(() => undefined)
      return finished()
    },
  }
}
