/** Runs a program on files that are open already, so that it reaches these very files and no others. */

import { codeOf, openFile, openFolder } from '../files/open-folder.ts'
import { inherited, type Reach } from '../program/confinement.ts'
import { type Ended, type Options, run } from '../program/program.ts'
import type { ProgramFile } from '../program/program-file.ts'

/** Paths without links. */
interface Paths {
  /** Files and folders. */
  readonly read?: string | readonly string[]
  /** Folders. */
  readonly write?: readonly string[]
}

/** The program was not started, because its source or the folder of its output could not be opened. */
type CannotOpen =
  | { readonly ended: 'not-found'; readonly message: string }
  | { readonly ended: 'crashed'; readonly message: string }

export type EndedOn = Ended | CannotOpen

/** Runs the program with these parameters, confined to these paths. Does not throw if it fails. */
export async function runOn(
  paths: Paths,
  { path, env, confinement }: ProgramFile,
  parameters: readonly string[],
  options: Options,
): Promise<EndedOn> {
  await using opening = new AsyncDisposableStack()
  let reach: Reach | undefined
  try {
    reach = confinement && (await opened(opening, paths))
  } catch (error) {
    return cannotOpen(filesOf(paths), error)
  }
  return await run([path, ...parameters], {
    ...{ ...options, ...(env && { env }) },
    ...(confinement && reach && { within: { confinement, reach } }),
  })
}

function filesOf({ read = [] }: Paths): readonly string[] {
  return typeof read === 'string' ? [read] : read
}

async function opened(stack: AsyncDisposableStack, paths: Paths): Promise<Reach> {
  const { write = [] } = paths
  const sources: number[] = []
  for (const path of filesOf(paths)) {
    const source = await openFile(path)
    stack.defer(() => source.close())
    sources.push(source.fd)
  }
  const folders: number[] = []
  for (const path of new Set(write)) folders.push(stack.use(await openFolder(path)).fd)
  return {
    descriptors: [...sources, ...folders],
    read: sources.map((_, at) => inherited(at)),
    write: folders.map((_, at) => inherited(sources.length + at)),
  }
}

function cannotOpen(sources: readonly string[], error: unknown): CannotOpen {
  const message = error instanceof Error ? error.message : String(error)
  const path = error instanceof Error && 'path' in error ? String(error.path) : sources[0]
  return codeOf(error) === 'ENOENT' && path !== undefined && sources.includes(path)
    ? { ended: 'not-found', message: `${path} does not exist` }
    : { ended: 'crashed', message: `${path} could not be opened: ${message}` }
}
