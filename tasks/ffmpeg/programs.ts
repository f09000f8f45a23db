/** Finds ffmpeg and ffprobe: where the configuration says, then on PATH, then the ones that came with `npm install`. */

import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { run } from '../program/program.ts'
import { executable, isExecutable } from './executable.ts'

export type Program = {
  readonly path: string
  /** As it calls itself, such as `n7.0-7-gd38bf5e08e-20240407` or `5.1.9-0+deb12u1`. */
  readonly version: string
  readonly from: 'configuration' | 'PATH' | 'package'
}

export type Ffmpeg = Program & {
  /** Names of the encoders it was built with, asked for once; a hardware encoder is listed even where its hardware is missing. */
  readonly encoders: () => Promise<ReadonlySet<string>>
}

export type Programs = { readonly ffmpeg: Ffmpeg; readonly ffprobe: Program }

type Where = {
  /** Configured paths. One that does not work is an error: what was asked for is not silently replaced. */
  readonly ffmpeg?: string
  readonly ffprobe?: string
  /** The value of PATH. */
  readonly path: string
  /** Folder for copies of packaged programs that may not be executed where they are. */
  readonly cache: string
}

/** Starts each candidate at most once (about 20 ms). `missing` says for each program that was not found where it was looked for. */
export async function findPrograms(
  where: Where,
): Promise<Programs | { readonly missing: readonly string[] }> {
  const [ffmpeg, ffprobe] = await Promise.all([
    find('ffmpeg', where.ffmpeg, PACKAGES.ffmpeg, where),
    find('ffprobe', where.ffprobe, PACKAGES.ffprobe, where),
  ])
  if ('missing' in ffmpeg || 'missing' in ffprobe) {
    return { missing: [ffmpeg, ffprobe].flatMap((found) => ('missing' in found ? found.missing : [])) }
  }
  const { path, version, from } = ffmpeg
  return {
    ffmpeg: { path, version, from, encoders: once(() => encodersOf(path)) },
    ffprobe: { path: ffprobe.path, version: ffprobe.version, from: ffprobe.from },
  }
}

const PLATFORM = `${process.platform}-${process.arch}`

/** `@ffmpeg-installer` is left out: its build of 2018 knows no `-stats_period`. */
const PACKAGES = { ffmpeg: `@ffmpeg-binary/${PLATFORM}`, ffprobe: `@ffprobe-installer/${PLATFORM}` } as const

type Name = keyof typeof PACKAGES
type Candidate = Program & { readonly complete: boolean }

async function find(
  name: Name,
  configured: string | undefined,
  packaged: string,
  { path, cache }: Where,
): Promise<Candidate | { readonly missing: string }> {
  if (configured !== undefined) {
    return (
      (await tryProgram(configured, 'configuration')) ?? {
        missing: `${name}: ${configured} is not a working ${name}`,
      }
    )
  }
  let incomplete: Candidate | undefined
  for (const folder of path.split(delimiter).filter((folder) => folder !== '')) {
    const found = await tryProgram(join(folder, name), 'PATH')
    if (found?.complete) return found
    incomplete ??= found
  }
  const binary = packagedAt(packaged, name)
  const usable = binary === undefined ? undefined : await executable(binary, cache)
  const found = usable === undefined ? undefined : await tryProgram(usable, 'package')
  return (
    found ?? incomplete ?? { missing: `${name}: neither on PATH (${path}) nor in the package ${packaged}` }
  )
}

/**
 * Complete: new enough (4.4 brought `-stats_period` and `force_divisible_by`), and, for ffmpeg, built with H.264; some systems ship
 * one without. Versions that are no numbers are builds of the development line and count as new.
 */
async function tryProgram(path: string, from: Program['from']): Promise<Candidate | undefined> {
  if (!(await isExecutable(path))) return undefined
  const said = await ask(path, ['-version'])
  const [, name, version] = /^(ffmpeg|ffprobe) version (\S+)/.exec(said[0] ?? '') ?? []
  if (version === undefined) return undefined
  const [, major, minor] = /^n?([0-9]+)\.([0-9]+)/.exec(version) ?? []
  const isNew = major === undefined || Number(major) + Number(minor) / 100 >= 4.04
  const hasH264 = name === 'ffprobe' || said.some((line) => line.includes('--enable-libx264'))
  return { path, version, from, complete: isNew && hasH264 }
}

/** Lines such as ` V....D libx264   H.264 / AVC …`, after a legend that ends with dashes. */
async function encodersOf(path: string): Promise<ReadonlySet<string>> {
  const lines = await ask(path, ['-hide_banner', '-encoders'])
  const names = lines
    .slice(lines.findIndex((line) => line.includes('------')) + 1)
    .map((line) => line.trim().split(/\s+/)[1] ?? '')
  return new Set(names)
}

/** Its standard output; nothing when it fails or takes longer than 20 s (a first start from a slow disk can take seconds). */
async function ask(path: string, parameters: readonly string[]): Promise<readonly string[]> {
  const said: string[] = []
  const onStdout = (line: string): void => void said.push(line)
  const ended = await run([path, ...parameters], { signal: AbortSignal.timeout(20_000), onStdout })
  return ended.ended === 'exited' && ended.code === 0 ? said : []
}

function packagedAt(name: string, program: Name): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), program)
  } catch {
    return undefined // not installed on this platform
  }
}

function once<T>(compute: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined
  return () => {
    value ??= compute()
    return value
  }
}
