/** Opens what one run of a program may read and write, so that it reaches these very files and no others. */

import { codeOf, openFile, openFolder } from '../files/open-folder.ts'
import { inherited, type Reach } from '../program/confinement.ts'
import type { Options } from '../program/program.ts'
import type { ProgramFile } from '../program/program-file.ts'

/** Paths without links. */
interface Paths {
  readonly read?: string
  /** Folders. */
  readonly write?: readonly string[]
}

/** Hold it open while the program runs. */
export interface OpenSurroundings extends AsyncDisposable {
  readonly options: Pick<Options, 'env' | 'within'>
}

export type CannotOpen = { readonly ended: 'not-found' | 'crashed'; readonly message: string }

/** What the run of the program needs, or why the files cannot be opened. */
export async function openSurroundings(
  { env, confinement }: ProgramFile,
  paths: Paths,
): Promise<OpenSurroundings | CannotOpen> {
  const own = env && { env }
  await using opening = new AsyncDisposableStack()
  try {
    const reach = confinement && (await opened(opening, paths))
    const files = opening.move()
    return {
      options: { ...own, ...(confinement && reach && { within: { confinement, reach } }) },
      [Symbol.asyncDispose]: () => files.disposeAsync(),
    }
  } catch (error) {
    return cannotOpen(paths.read, error)
  }
}

async function opened(stack: AsyncDisposableStack, { read, write = [] }: Paths): Promise<Reach> {
  const sources: number[] = []
  if (read !== undefined) {
    const source = await openFile(read)
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

function cannotOpen(source: string | undefined, error: unknown): CannotOpen {
  const message = error instanceof Error ? error.message : String(error)
  const path = error instanceof Error && 'path' in error ? String(error.path) : source
  return codeOf(error) === 'ENOENT' && path === source
    ? { ended: 'not-found', message: `${source} does not exist` }
    : { ended: 'crashed', message: `${path} could not be opened: ${message}` }
}
