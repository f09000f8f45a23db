/** The steps that remove partial files after success, and leftovers after a failure or an abort. */

import { rmdir } from 'node:fs/promises'
import { siteId } from '../../schema/ids.ts'
import { hasLanded, removePartials } from '../../tasks/files/land.ts'
import { look } from '../../tasks/files/look.ts'
import { removeFile } from '../../tasks/files/open-folder.ts'
import { isRemote } from '../../tasks/transfer/location.ts'
import { finished, type Step, type StepContext } from '../engine/declare/step.ts'
import { reachingRaw } from '../raw/raw-needs.ts'
import { rawWork } from '../raw/raw-work.ts'
import { chunkPath, sequenceWork } from '../sequence/sequence-work.ts'
import { captionsFile, SIDECAR_STEP } from '../sidecar/sidecar-plan.ts'
import { reaching, reachingOutput, reachingOutputAndCopy } from '../source/source.ts'
import { filesOfSprite, THUMBNAIL_STEP, type Thumbnails, thumbnailsOf } from '../thumbnails/thumbnail-plan.ts'
import type { Tools } from '../tools.ts'
import { ownFolder, type Rendition, TRANSCODE_STEP, workOf } from '../transcode/renditions.ts'
import { discardTransfer, transferredBy } from '../transfer/copy-between.ts'
import { removeFetchedSource } from '../transfer/fetched-source.ts'
import { deleteState } from '../transfer/state.ts'
import { COPY_STEP, namesOf } from './copy-plan.ts'
import { partialCopyOf } from './land-file.ts'

/** The differences between the job types. */
interface Outputs {
  /** Suffix of the step names. */
  readonly suffix: string
  /** Number of the step in the partial names. */
  readonly step: number
  /** Name of the step that makes the outputs the result of the job; once it has finished, they are kept. */
  readonly resultStep: string
  readonly needs: NonNullable<Step<Tools>['needs']>
  /** The final paths of the outputs; of the planned ones if the node died while making them. */
  finals(context: StepContext<Tools>): Promise<readonly string[]>
  /** Whether landed outputs are kept even without a result. Default: never. */
  keeps?(context: StepContext<Tools>): Promise<boolean>
  /** Removes what is on other hosts. Default: there is nothing. */
  discard?(context: StepContext<Tools>, keep: boolean): Promise<void>
}

const renditions: Outputs = {
  suffix: '',
  step: TRANSCODE_STEP,
  resultStep: 'register-output',
  needs: reachingOutputAndCopy,
  async finals(context) {
    const made = context.result<readonly Rendition[]>('transcode')
    const plan = made ? { renditions: made } : await workOf(context)
    return 'refused' in plan ? [] : plan.renditions.map(({ final }) => final)
  },
}

const sequences: Outputs = {
  ...renditions,
  suffix: '-of-sequence',
  async finals(context) {
    const work = await sequenceWork(context)
    if ('refused' in work) return []
    const { renditions, chunks } = work
    return [...renditions.map(({ final }) => final), ...chunks.map((_, at) => chunkPath(work, at))]
  },
}

const raw: Outputs = {
  ...renditions,
  suffix: '-of-raw-transcode',
  needs: reachingRaw,
  async finals(context) {
    const work = await rawWork(context)
    return 'refused' in work ? [] : work.outputs.map(({ final }) => final)
  },
}

const thumbnails: Outputs = {
  suffix: '-of-thumbnails',
  step: THUMBNAIL_STEP,
  resultStep: 'land-thumbnails',
  needs: reachingOutputAndCopy,
  async finals(context) {
    const plan = context.result<Thumbnails>('make-thumbnails') ?? (await thumbnailsOf(context))
    if ('refused' in plan) return []
    return [...plan.pictures, ...filesOfSprite(plan.sprite)].map(({ final }) => final)
  },
}

const captions: Outputs = {
  suffix: '-of-captions',
  step: SIDECAR_STEP,
  resultStep: 'write-captions',
  needs: reachingOutput,
  async finals(context) {
    const file = await captionsFile(context)
    return 'refused' in file || file.read.content.kind === 'metadata' ? [] : [file.final]
  },
}

const copy: Outputs = {
  suffix: '-of-copy',
  step: COPY_STEP,
  resultStep: 'register-file',
  needs: reachingOutput,
  async finals(context) {
    const transferred = transferredBy(context)
    if (transferred) return transferred.to.scheme === 'file' ? [transferred.to.path] : []
    const names = partialCopyOf(context) ?? (await namesOf(context))
    return 'refused' in names ? [] : [names.final]
  },
  async discard(context, keep) {
    if (isRemote(context.metadata['destinationUri']))
      await discardTransfer(context, { step: COPY_STEP, exclusive: true, keep })
  },
}

const move: Outputs = {
  ...copy,
  suffix: '-of-move',
  resultStep: 'register-move',
  needs: reaching,
  // Once the source is deleted or replaced, the landed file is the only one.
  async keeps(context) {
    if (transferredBy(context)) return context.result('land-file') !== undefined
    const moved = partialCopyOf(context)
    const source = moved && (await look(moved.source))
    return moved !== undefined && source?.identity !== moved.look.identity
  },
}

export const { partialNames: removePartialNames, leftovers: removeLeftovers } = stepsFor(renditions)
export const { partialNames: removePartialSequence, leftovers: removeSequence } = stepsFor(sequences)
export const { partialNames: removePartialRaw, leftovers: removeRaw } = stepsFor(raw)
export const { partialNames: removePartialThumbnails, leftovers: removeThumbnails } = stepsFor(thumbnails)
export const { partialNames: removePartialCaptions, leftovers: removeCaptions } = stepsFor(captions)
export const { partialNames: removePartialCopy, leftovers: removeCopy } = stepsFor(copy)
export const { partialNames: removePartialMove, leftovers: removeMove } = stepsFor(move)

function stepsFor(outputs: Outputs) {
  return { partialNames: partialNamesOf(outputs), leftovers: leftoversOf(outputs) }
}

/** After success: removes the partial names, which until then show that an output was made by this job. */
function partialNamesOf({ suffix, step, needs, finals }: Outputs): Step<Tools> {
  return {
    name: `remove-partial-names${suffix}`,
    description: 'Removing partial files.',
    runsAs: 'STARTED_ASYNCHRONOUS',
    needs,
    async run(context) {
      for (const final of await finals(context)) await removePartials(final, siteId(context.job.id), step)
      if (transferredBy(context)) await deleteState(context, step)
      await removeFetchedSource(context)
      return finished()
    },
  }
}

/**
 * After a failure or an abort: removes the partial files, outputs that landed but did not become the result
 * of the job, and the default folder of the job if it is then empty.
 */
function leftoversOf({ suffix, step, resultStep, needs, finals, keeps, discard }: Outputs): Step<Tools> {
  return {
    name: `remove-leftovers${suffix}`,
    description: 'Removing leftovers.',
    runsAs: 'STARTED_ASYNCHRONOUS',
    needs,
    async run(context) {
      const id = siteId(context.job.id)
      const keep = context.result(resultStep) !== undefined || (await keeps?.(context)) === true
      for (const final of await finals(context)) {
        if (!keep && (await hasLanded(final, id, step))) await removeFile(final)
        await removePartials(final, id, step)
      }
      await discard?.(context, keep)
      await removeFetchedSource(context)
      const { metadata, job, tools } = context
      const folder = ownFolder(metadata, job.id, tools.mediaRoots)
      // Fails if the folder does not exist or is not empty.
      if (folder !== undefined) await rmdir(folder).catch(() => undefined)
      return finished()
    },
  }
}
