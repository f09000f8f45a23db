/** A bench with files to copy and move, and the paths on it. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bench, bench, type Given } from '../context.ts'

/** Its media root contains an empty folder and two files. */
export async function benchToCopy(): Promise<Bench> {
  const here = await bench()
  await mkdir(join(here.media, 'out'))
  await writeFile(join(here.media, 'a b.mov'), 'other')
  await writeFile(join(here.media, 'clip.mov'), 'content')
  return here
}

/** `media` returns the media root of the current test. */
export function pathsIn(media: () => string) {
  const at = (...names: readonly string[]) => join(media(), ...names)
  const uri = (name: string) => `file://${at(name)}`
  const to = (from: string, destination: string, more: Given = {}): Given => ({
    ...more,
    metadata: { sourceUri: uri(from), destinationUri: uri(destination), ...more.metadata },
  })
  const names = async (...path: readonly string[]) => (await readdir(at(...path))).toSorted()
  return { at, uri, to, names }
}
