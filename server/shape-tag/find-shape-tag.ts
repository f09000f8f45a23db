/** Finds the shape tag that a path names, and checks names of new ones. */
import { readShapeTags } from '../../schema/queries/definitions/shape-tags.ts'
import { type KnownTag, knownTags } from '../../steps/preset/known-tags.ts'
import { isReadOnly } from '../../steps/preset/preset-file.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'

type Here = Pick<Context, 'em' | 'tools'>

export async function allShapeTags({ em, tools }: Here): Promise<readonly KnownTag[]> {
  return knownTags(tools.presetFiles, await readShapeTags(em))
}

/**
 * Throws `notFound` if there is none. Some clients encode a name twice, so one that is unknown and contains
 * “%” is decoded once more.
 */
export async function shapeTagAt(here: Here, name: string): Promise<KnownTag> {
  const all = await allShapeTags(here)
  const found = all.find((tag) => tag.name === name) ?? all.find((tag) => tag.name === decodedAgain(name))
  if (found) return found
  throw notFound(
    'shape-tag',
    name,
    all.map((tag) => tag.name),
  )
}

function decodedAgain(name: string): string | undefined {
  try {
    return name.includes('%') ? decodeURIComponent(name) : undefined
  } catch {
    return undefined
  }
}

/** The name of a tag to write: of one that there is, else a new one. Throws for those of built-in tags. */
export async function nameToWrite(here: Here, name: string): Promise<string> {
  const all = await allShapeTags(here)
  const again = decodedAgain(name)
  const known = all.find((tag) => tag.name === name) ?? all.find((tag) => tag.name === again)
  const written = known?.name ?? again ?? name
  refuseReadOnly(written)
  if (!/^[^\s/,\p{Cc}](?:[^/,\p{Cc}]{0,98}[^\s/,\p{Cc}])?$/u.test(written))
    throw invalidInput(
      'tag',
      'expected at most 100 characters without “/” and “,”, blanks only inside',
      written,
    )
  return written
}

/** As Vidispine keeps those to itself (wire-media.md §6.1). */
export function refuseReadOnly(name: string): void {
  if (!isReadOnly(name)) return
  throw invalidInput('tag', `“${name}” is a built-in shape tag, which cannot be changed or deleted`, name)
}

/** Whether a file says a tag of this name. */
export function hasFile({ tools }: Pick<Context, 'tools'>, name: string): boolean {
  return tools.presetFiles.some(({ tag }) => tag === name)
}
