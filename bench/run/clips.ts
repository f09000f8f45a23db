/** Makes test clips, and encodes them without a server. */

import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { presetTagged } from '../../server/shape-tag/preset-files.ts'
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import { command } from '../../tasks/ffmpeg/plan/command.ts'
import { planOf } from '../../tasks/ffmpeg/plan/plan.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import { findPrograms, type Programs } from '../../tasks/ffmpeg/programs.ts'
import { quoted } from '../../tasks/ffmpeg/run.ts'
import { run } from '../../tasks/program/program.ts'
import { ofEndedPrograms } from './processor-time.ts'

/** The preset of all encodes. */
export const PRESET: Preset = presetTagged('web')

export interface Clips {
  readonly programs: Programs
  /** Paths of identical files. */
  readonly paths: readonly string[]
  readonly media: Media
}

export interface Took {
  readonly wallMs: number
  /** Processor time, s. */
  readonly usedS: number
}

/** Makes `count` clips whose length makes a bare encode take `encodeS` while another one runs. */
export async function makeClips(folder: string, count: number, encodeS: number): Promise<Clips> {
  await mkdir(folder, { recursive: true })
  const programs = await findPrograms({ path: process.env['PATH'] ?? '', cache: join(folder, 'programs') })
  if ('missing' in programs) throw new Error(programs.missing.join('; '))
  const trial = await make(folder, programs, 2, TRIAL_S)
  const trialS = (await encodeBare(trial, join(folder, 'trial'), 2)).wallMs / 1_000
  return make(folder, programs, count, Math.max(1, Math.round((TRIAL_S * encodeS) / trialS)))
}

/**
 * Does what a careful shell script would do with each clip, `atOnce` at a time: probe the source, encode it
 * with the same ffmpeg command as the server, probe the output, compute its checksum, and rename it.
 */
export async function encodeBare(clips: Clips, folder: string, atOnce: number): Promise<Took> {
  await mkdir(folder, { recursive: true })
  const lines = clips.paths.map((path, at) => bareLine(clips, path, join(folder, `${at}.mp4`)))
  await writeFile(join(folder, 'lines'), lines.join('\n'))
  const [begun, usedBefore] = [performance.now(), ofEndedPrograms()]
  await program([
    'xargs',
    '-a',
    join(folder, 'lines'),
    '-d',
    '\\n',
    '-n',
    '1',
    '-P',
    String(atOnce),
    'sh',
    '-ec',
  ])
  const took = { wallMs: performance.now() - begun, usedS: ofEndedPrograms() - usedBefore }
  await rm(folder, { recursive: true })
  return took
}

function bareLine({ programs, media }: Clips, input: string, final: string): string {
  const partial = `${final}.partial`
  const plan = planOf(PRESET, { path: input, media })
  if ('refused' in plan) throw new Error(plan.refused)
  const encode = command({ ffmpeg: programs.ffmpeg, input, media, outputs: [{ plan, path: partial }] })
  const look = ['env', 'GCONV_PATH=/nonexistent', programs.ffprobe.path, ...LOOK]
  const steps = [[...look, input], encode, [...look, partial], ['sha256sum', partial]]
  return [...steps.map((step) => `${quoted(step)} >/dev/null`), quoted(['mv', partial, final])].join('; ')
}

const LOOK = ['-loglevel', 'error', '-print_format', 'json', '-show_format', '-show_streams'] as const
/** Long enough to make the start of ffmpeg negligible. */
const TRIAL_S = 6

async function make(folder: string, programs: Programs, count: number, lengthS: number): Promise<Clips> {
  const first = join(folder, `${lengthS}s-0.mp4`)
  await program([programs.ffmpeg.path, ...clip(lengthS), first])
  const probed = await probe(first, { ffprobe: programs.ffprobe, signal: NEVER })
  if (probed.ended !== 'done') throw new Error(`${first}: ${probed.ended}`)
  const copies = Array.from({ length: count - 1 }, (_, at) => join(folder, `${lengthS}s-${at + 1}.mp4`))
  for (const copy of copies) await copyFile(first, copy)
  return { programs, paths: [first, ...copies], media: probed.media }
}

// biome-ignore format: an option and its value on one line
const clip = (lengthS: number) => [
  '-nostdin', '-y', '-loglevel', 'error',
  '-f', 'lavfi', '-i', `testsrc2=size=1280x720:rate=25:duration=${lengthS}`,
  '-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${lengthS}`,
  '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', '-c:a', 'aac',
]

const NEVER = new AbortController().signal

async function program(line: readonly string[]): Promise<void> {
  const ended = await run(line, { signal: NEVER })
  if (ended.ended !== 'exited' || ended.code !== 0)
    throw new Error(`${quoted(line)}: ${JSON.stringify(ended)}`)
}
