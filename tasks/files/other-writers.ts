/** Finds other jobs that are making the same file. */

import { stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { shortened } from './land.ts'
import { namesIn } from './open-folder.ts'

export interface Writer {
  /** The id of the job. */
  readonly job: string
  /** Whether it has written something. */
  readonly hasBegun: boolean
}

/**
 * Jobs that have a partial file of `final` in its folder, except those whose file has not changed for
 * `withinMs`: it is a leftover of a node that died.
 */
export async function otherWriters(
  final: string,
  ownJob: string,
  { now, withinMs }: { readonly now: number; readonly withinMs: number },
): Promise<readonly Writer[]> {
  const extension = extname(final)
  const stem = basename(final, extension)
  const starts = [`.${stem}.`, `.${shortened(stem)}.`]
  const after = `.partial${extension}`
  const writers: Writer[] = []
  for (const name of await namesIn(dirname(final))) {
    const before = starts.find((start) => name.startsWith(start))
    if (before === undefined || !name.endsWith(after)) continue
    const [, job] = /^([A-Z]+-\d+)\.\d+\.\d+$/.exec(name.slice(before.length, -after.length)) ?? []
    const found = await stat(join(dirname(final), name)).catch(() => undefined)
    if (job !== undefined && job !== ownJob && found && now - found.mtimeMs < withinMs)
      writers.push({ job, hasBegun: found.size > 0 })
  }
  return writers
}
