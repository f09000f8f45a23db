/** Helpers for tests of tasks/: the real programs, clips made with them, temporary folders, and /proc. */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findPrograms, type Programs, packagedFolders } from '../../tasks/ffmpeg/programs.ts'
import { type Confinement, confinement } from '../../tasks/program/confinement.ts'

/** A temporary folder; `await using` removes it. */
export async function folder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'callsheet-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

let confined: Promise<Confinement> | undefined

/** What this machine keeps from programs. */
export function confinementHere(): Promise<Confinement> {
  confined ??= confinement({ memoryMiB: 8_192, folders: packagedFolders() })
  return confined
}

/** The packaged ffmpeg and ffprobe, confined as far as this machine allows it. */
export async function programs(): Promise<Programs> {
  const cache = join(tmpdir(), 'callsheet-programs')
  const found = await findPrograms({ path: '', cache, confinement: await confinementHere() })
  assert.ok(!('missing' in found), 'npm install has installed ffmpeg and ffprobe')
  return found
}

/** A test pattern of so many seconds, 320×240 at 25 frames per second. */
export const PICTURE = (seconds: number): readonly string[] => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=size=320x240:rate=25:duration=${seconds}`,
]
/** A tone of so many seconds. */
export const TONE = (seconds: number): readonly string[] => [
  '-f',
  'lavfi',
  '-i',
  `sine=frequency=440:sample_rate=48000:duration=${seconds}`,
]
export const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'] as const

/** Creates a media file with ffmpeg; returns its path. */
export async function make(path: string, parameters: readonly string[]): Promise<string> {
  const { ffmpeg } = await programs()
  await promisify(execFile)(ffmpeg.path, ['-v', 'error', '-nostdin', '-y', ...parameters, `file:${path}`])
  return path
}

/** The command lines of the processes whose environment contains the mark, by process id. */
export async function living(mark: string): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>()
  for (const pid of (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (!environment.includes(mark)) continue
    found.set(
      Number(pid),
      (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '),
    )
  }
  return found
}

/** Polls the condition until it holds; fails after `withinMs`. */
export async function eventually(
  what: string,
  condition: () => Promise<boolean>,
  withinMs = 1_000,
): Promise<void> {
  const timeout = AbortSignal.timeout(withinMs)
  while (!(await condition())) {
    if (timeout.aborted) assert.fail(`not within ${withinMs} ms: ${what}`)
    await sleep(10)
  }
}

/** The names of the top-level boxes of an mp4 or mov, in file order. */
export async function atoms(path: string): Promise<readonly string[]> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  const names: string[] = []
  for (let at = 0; at < size; ) {
    const head = Buffer.alloc(16)
    await file.read(head, 0, 16, at)
    names.push(head.toString('latin1', 4, 8))
    const length = head.readUInt32BE(0)
    at += length === 1 ? Number(head.readBigUInt64BE(8)) : length || size
  }
  return names
}
