/** Runs an import: reads the source, compares, prints the plan, and carries it out. */
import type { ImportRequest } from './arguments.ts'
import { carryOut } from './carry-out.ts'
import { planImport } from './plan/plan-import.ts'
import { readTarget } from './plan/target.ts'
import { readFolder } from './source/read-folder.ts'
import { readVidispine } from './source/read-vidispine.ts'
import { lineOf, outcomesOf, summaryOf } from './words.ts'

export interface ImportSurroundings {
  readonly signal: AbortSignal
  /** Writes one line. */
  readonly write: (line: string) => void
  /** The absolute path of a folder. */
  readonly folder: (path: string) => string
}

/** Returns whether nothing failed. Throws ImportStopped if the source or the server cannot be used at all. */
export async function runImport(
  { source, server, isDryRun }: ImportRequest,
  { signal, write, folder }: ImportSurroundings,
): Promise<boolean> {
  const found =
    'folder' in source
      ? await readFolder(folder(source.folder))
      : await readVidispine({ ...source, userOption: '--source-user', signal })
  const to = { ...server, userOption: '--user', signal }
  const plan = planImport(found, await readTarget(to, found))
  for (const line of plan.lines) write(lineOf(line))
  const isFlawed = plan.lines.some(({ does }) => does === 'fail')
  if (isDryRun) {
    write('Dry run: nothing was changed.')
    return !isFlawed
  }
  const done = await carryOut(to, plan.requests)
  for (const line of outcomesOf(done)) write(line)
  write(summaryOf(plan.lines, done))
  return !isFlawed && done.every(({ why }) => why === undefined)
}
