/** Makes the clips of the corpus, and keeps them in a folder that all processes of this machine share. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Ffmpeg, Programs } from '../../tasks/ffmpeg/programs.ts'
import { programs } from '../tasks/machine.ts'
import { CLIPS } from './catalogue.ts'
import type { Clip } from './clip.ts'
import { edit } from './edit.ts'

export type MadeClip = Clip & { readonly path: string }

/** Where clips are kept. Each has a folder of its own there, so that its file has its own name. */
export const CACHE = join(tmpdir(), 'callsheet-corpus')

/** All clips. Makes those that are missing, two at a time: about 15 s for all of them. */
export async function corpus(): Promise<readonly MadeClip[]> {
  const waiting = CLIPS.entries()
  const made: MadeClip[] = []
  const maker = async () => {
    for (const [at, one] of waiting) made[at] = await madeClip(one)
  }
  await Promise.all([maker(), maker()])
  return made
}

/** One clip by its name. */
export async function clip(name: string): Promise<MadeClip> {
  const found = CLIPS.find((one) => one.name === name)
  if (found === undefined) throw new Error(`the corpus has no clip “${name}”`)
  return await madeClip(found)
}

/** The clip from the cache, or a new one. */
export async function madeClip(one: Clip, cache = CACHE): Promise<MadeClip> {
  const { ffmpeg } = await found()
  const folder = join(cache, await keyOf(one, ffmpeg.version))
  const path = join(folder, one.name)
  if (await exists(path)) return { ...one, path }
  await mkdir(cache, { recursive: true })
  const making = await mkdtemp(join(cache, 'making-'))
  try {
    await make(one, ffmpeg, making)
    await place(making, one.name, folder)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
  return { ...one, path }
}

let here: Promise<Programs> | undefined

/** Searched for once: each search starts both programs. */
function found(): Promise<Programs> {
  here ??= programs()
  return here
}

/** Changes with whatever decides about the bytes of the file. */
async function keyOf({ name, steps }: Clip, version: string): Promise<string> {
  const edits = await readFile(new URL('./edit.ts', import.meta.url), 'utf8')
  const isEdited = steps.some((step) => 'edit' in step)
  const definition = JSON.stringify({ name, steps, version, edits: isEdited ? edits : '' })
  return createHash('sha256').update(definition).digest('hex').slice(0, 32)
}

async function make({ name, steps }: Clip, ffmpeg: Ffmpeg, folder: string): Promise<void> {
  try {
    for (const step of steps) await ('edit' in step ? edit(step, folder) : encode(step, ffmpeg, folder))
    await access(join(folder, name))
  } catch (cause) {
    throw new Error(`clip “${name}” could not be made`, { cause })
  }
}

async function encode(parameters: readonly string[], { path, env }: Ffmpeg, folder: string): Promise<void> {
  await promisify(execFile)(path, ['-v', 'error', '-nostdin', '-y', ...parameters], {
    ...{ cwd: folder, env: { ...env } },
  })
}

/** Keeps the clip alone. Another process can have made the same one meanwhile; then that one stays. */
async function place(making: string, name: string, folder: string): Promise<void> {
  for (const other of await readdir(making)) if (other !== name) await rm(join(making, other))
  try {
    await rename(making, folder)
  } catch (error) {
    if (!(await exists(join(folder, name)))) throw error
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
