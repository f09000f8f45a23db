/** Finds ffmpeg and ffprobe: the configured ones, then on PATH, then those installed by `npm install`. */

import { realpath, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import type { Confinement } from '../program/confinement.ts'
import { BARE, type ProgramEnvironment } from '../program/environment.ts'
import { type Ended, run } from '../program/program.ts'
import type { ProgramFile } from '../program/program-file.ts'
import { executable, isExecutable } from './executable.ts'

export type Program = ProgramFile & {
  /** As the program reports it, such as `n7.0-7-gd38bf5e08e-20240407` or `5.1.9-0+deb12u1`. */
  readonly version: string
  readonly from: 'configuration' | 'PATH' | 'package'
}

export type Ffmpeg = Program & {
  /** Encoders it was built with, queried once; includes hardware encoders even if the hardware is missing. */
  readonly encoders: () => Promise<ReadonlySet<string>>
}

export type Programs = { readonly ffmpeg: Ffmpeg; readonly ffprobe: Program }

type Where = {
  /** Configured paths. One that does not work is an error: it is never replaced silently. */
  readonly ffmpeg?: string
  readonly ffprobe?: string
  /** The folders in which they are searched for, as in PATH. */
  readonly path: string
  /** The environment of the programs. */
  readonly env?: ProgramEnvironment
  readonly confinement?: Confinement
  /** Folder for copies of packaged programs that cannot be executed in place. */
  readonly cache: string
}

/** Starts each candidate at most once (about 20 ms). `missing`: one message for each program not found. */
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
  const { env = BARE, confinement } = where
  const within = async ({ path }: Candidate) => ({
    env: { ...env, ...WITHOUT_CONVERTERS },
    ...(confinement && { confinement: await withOwnFolder(confinement, path) }),
  })
  return {
    ffmpeg: {
      ...program(ffmpeg),
      ...(await within(ffmpeg)),
      encoders: once(() => encodersOf(ffmpeg.path, env)),
    },
    ffprobe: { ...program(ffprobe), ...(await within(ffprobe)) },
  }
}

/** The path may be a link to a program in another folder. */
async function withOwnFolder(confinement: Confinement, path: string): Promise<Confinement> {
  return { ...confinement, folders: [...confinement.folders, dirname(await realpath(path))] }
}

function program({ path, version, from }: Candidate): Program {
  return { path, version, from }
}

/**
 * The packaged ffprobe is statically linked and crashes (SIGSEGV) when it loads the character converters of
 * the system's C library, which it does for every MPEG transport stream. It works without them.
 */
const WITHOUT_CONVERTERS = { GCONV_PATH: '/nonexistent' }

const PLATFORM = `${process.platform}-${process.arch}`

/** Not `@ffmpeg-installer`: its build of 2018 lacks `-stats_period`. */
const PACKAGES = { ffmpeg: `@ffmpeg-binary/${PLATFORM}`, ffprobe: `@ffprobe-installer/${PLATFORM}` } as const

type Name = keyof typeof PACKAGES
type Candidate = Program & { readonly complete: boolean }

async function find(
  name: Name,
  configured: string | undefined,
  packaged: string,
  { path, env = BARE, cache }: Where,
): Promise<Candidate | { readonly missing: string }> {
  if (configured !== undefined) {
    const found = await tryProgram(name, configured, 'configuration', env)
    if (!('not' in found)) return found
    return { missing: `${name}: ${configured} is not a working ${name}: ${found.not}` }
  }
  let incomplete: Candidate | undefined
  for (const folder of path.split(delimiter).filter((folder) => folder !== '')) {
    const found = await tryProgram(name, join(folder, name), 'PATH', env)
    if ('not' in found) continue
    if (found.complete) return found
    incomplete ??= found
  }
  const binary = packagedAt(packaged, name)
  const usable = binary === undefined ? undefined : await executable(binary, cache)
  const found = usable === undefined ? undefined : await tryProgram(name, usable, 'package', env)
  if (found !== undefined && !('not' in found)) return found
  return incomplete ?? { missing: `${name}: found neither on PATH (${path}) nor in package ${packaged}` }
}

/** Why a program does not work, in words that follow its path and a colon; undefined if it works. */
export async function whyNotWorking(
  name: Name,
  path: string,
  env: ProgramEnvironment = BARE,
): Promise<string | undefined> {
  const tried = await tryProgram(name, path, 'configuration', env)
  return 'not' in tried ? tried.not : undefined
}

/**
 * `complete`: at least 4.4, which added `-stats_period` and `force_divisible_by`, and for ffmpeg, built with
 * H.264, which some systems omit. A version without a number is a development build and counts as new.
 */
async function tryProgram(
  name: Name,
  path: string,
  from: Program['from'],
  env: ProgramEnvironment,
): Promise<Candidate | { readonly not: string }> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return { not: 'it does not exist' }
  if (!found.isFile() || !(await isExecutable(path))) return { not: 'it is not an executable file' }
  const { lines, failed } = await ask(path, ['-version'], env)
  if (failed !== undefined) return { not: `its -version ${failed}` }
  const [, said, version] = /^(ffmpeg|ffprobe) version (\S+)/.exec(lines[0] ?? '') ?? []
  if (said !== name || version === undefined) return { not: 'its -version is that of another program' }
  const [, major, minor] = /^n?([0-9]+)\.([0-9]+)/.exec(version) ?? []
  const isNew = major === undefined || Number(major) + Number(minor) / 100 >= 4.04
  const hasH264 = name === 'ffprobe' || lines.some((line) => line.includes('--enable-libx264'))
  return { path, version, from, complete: isNew && hasH264 }
}

/** Parses lines such as ` V....D libx264   H.264 / AVC …`, which follow a legend that ends with dashes. */
async function encodersOf(path: string, env: ProgramEnvironment): Promise<ReadonlySet<string>> {
  const { lines } = await ask(path, ['-hide_banner', '-encoders'], env)
  const names = lines
    .slice(lines.findIndex((line) => line.includes('------')) + 1)
    .map((line) => line.trim().split(/\s+/)[1] ?? '')
  return new Set(names)
}

/** Its standard output, or how it failed, in words that follow the program. */
async function ask(
  path: string,
  parameters: readonly string[],
  env: ProgramEnvironment,
): Promise<{ readonly lines: readonly string[]; readonly failed?: string }> {
  const lines: string[] = []
  const onStdout = (line: string): void => void lines.push(line)
  const late = AbortSignal.timeout(ANSWER_WITHIN_S * 1_000)
  const result = await run([path, ...parameters], { signal: late, onStdout, env })
  if (result.ended === 'exited' && result.code === 0) return { lines }
  return { lines: [], failed: failureOf(result) }
}

/** The first start from a slow disk takes seconds. */
const ANSWER_WITHIN_S = 20

function failureOf(result: Ended): string {
  switch (result.ended) {
    case 'exited':
      return `fails (exit code ${result.code})`
    case 'killed':
      return `fails (${result.signal})`
    case 'not-started':
      return `cannot be run: ${result.reason}`
    case 'stalled':
    case 'stopped':
      return `did not answer within ${ANSWER_WITHIN_S} s`
  }
}

/** The folders of the packaged programs, which a configured wrapper may call. */
export function packagedFolders(): readonly string[] {
  return Object.entries(PACKAGES).flatMap(([program, name]) => {
    const path = packagedAt(name, program as Name)
    return path === undefined ? [] : [dirname(path)]
  })
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
