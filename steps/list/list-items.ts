/** The steps that list items: the list is written on this side, transferred, and what is left is removed. */
import { type FileHandle, open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { partialName, removePartials } from '../../tasks/files/land.ts'
import { codeOf, openFolder } from '../../tasks/files/open-folder.ts'
import { isRemote, type Location } from '../../tasks/transfer/location.ts'
import {
  fatal,
  finished,
  type Metadata,
  type Needs,
  type Outcome,
  type Step,
  type StepContext,
} from '../engine/declare/step.ts'
import { waitForSpace } from '../files/disk-space.ts'
import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { type Exported, exported, removeUnfinishedAt } from '../transfer/export.ts'
import { localFile, targetPlaceOf } from '../transfer/places.ts'
import { type ListWanted, listWanted } from './list-parameters.ts'
import { listWriter } from './list-writer.ts'
import { countMatching, matchingIds, readListed, typed } from './listed-items.ts'

/** Part of temporary names. */
const LIST_STEP = 100
const TRANSFER_STEP = 200

interface Listed {
  /** Of the whole list under its temporary name. */
  readonly path: string
  readonly rows: number
}

/** Writes the list into a hidden file of the first media root. Result: `Listed`. */
export const listItems = withStallTimeout({
  name: 'list-items',
  description: 'Listing items.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingList,
  async run(context) {
    const { metadata, tools, job, run } = context
    const wanted = listWanted(metadata)
    if ('refused' in wanted) return fatal(`${wanted.key}: ${wanted.explanation}`)
    const path = partialName(listFile(wanted, tools), siteId(job.id), LIST_STEP, run)
    try {
      await using folder = await openFolder(dirname(path))
      await using file = await open(folder.at(basename(path)), 'w')
      const rows = await writeList(file, wanted, context)
      if (rows === undefined) return fatal('stopped before the list was complete')
      await file.sync()
      return finished({ path, rows } satisfies Listed)
    } catch (error) {
      if (codeOf(error) === 'ENOSPC') return waitForSpace(path, tools, { partials: [path] })
      throw error
    }
  },
  discard: removeList,
})

/** The number of items; undefined if the job was stopped. */
async function writeList(
  file: FileHandle,
  wanted: ListWanted,
  { data, progress, signal, stop, log }: StepContext<Tools>,
): Promise<number | undefined> {
  const search = await typed(data, wanted)
  const hits = await countMatching(data, search)
  log('info', `listing ${hits} items as ${wanted.format}`)
  const writer = listWriter(wanted, hits)
  await file.write(writer.start)
  let rows = 0
  for await (const ids of matchingIds(data, search)) {
    if (signal.aborted || stop.aborted) return undefined
    const items = await readListed(data, ids, wanted)
    await file.write(writer.page(items, { isFirst: rows === 0 }))
    rows += items.length
    progress(rows, Math.max(hits, rows))
  }
  await file.write(writer.end)
  return rows
}

/** Gives the list its place, in place of what was there. Result: `Exported`. */
export const transferList = withStallTimeout({
  name: 'transfer-list',
  description: 'Transferring content.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingList,
  outputs: (result) => [result as Exported].filter(({ uri }) => !isRemote(uri)),
  async run(context) {
    const listed = context.result<Listed>('list-items')
    const to = await targetOf(context)
    if (!listed) return fatal('the items were not listed')
    if ('refused' in to) return fatal(to.refused)
    const { path, rows } = listed
    const plan = { from: localFile(path), to, step: TRANSFER_STEP, exclusive: false }
    const made: Exported | Outcome = await exported(context, plan)
    if ('ended' in made) return made
    return finished(made, {
      ...{ rows: String(rows), outputUri: made.uri, bytesWritten: String(made.size) },
      result: JSON.stringify({ ...made, rows }),
    })
  },
})

export const removeListed: Step<Tools> = {
  name: 'remove-list',
  description: 'Removing the copy of the list.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingList,
  async run(context) {
    await removeList(context)
    return finished()
  },
}

/** After a failure or an abort. What was there before is still there. */
export const removeUnfinishedList: Step<Tools> = {
  name: 'remove-unfinished-list',
  description: 'Removing leftovers.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingList,
  async run(context) {
    await removeList(context)
    const to = await targetOf(context)
    if (!('refused' in to)) await removeUnfinishedAt(to, context, TRANSFER_STEP)
    return finished()
  },
}

async function targetOf({ metadata, tools }: StepContext<Tools>): Promise<Location | { refused: string }> {
  return targetPlaceOf(metadata, localFile(`/${nameOfList(metadata)}`), tools)
}

async function removeList({ metadata, tools, job }: StepContext<Tools>): Promise<void> {
  await removePartials(join(tools.mediaRoots[0] ?? '.', nameOfList(metadata)), siteId(job.id), LIST_STEP)
}

function nameOfList({ outputFormat = 'CSV' }: Metadata): string {
  return `items.${outputFormat.toLowerCase()}`
}

function listFile({ format }: ListWanted, { mediaRoots }: Tools): string {
  return join(mediaRoots[0] ?? '.', nameOfList({ outputFormat: format }))
}

/** The first media root, and the storage of the list. Pure. */
function reachingList({ destinationUri = '' }: Metadata, tools: Tools): Needs {
  return reaching({ sourceUri: tools.mediaRoots[0] ?? '', destinationUri }, tools)
}
