/** Whether ffmpeg and ffprobe work, and have the encoders and filters that the presets need. */

import type { Config } from '../../../config/config.ts'
import type { Preset } from '../../../tasks/ffmpeg/plan/preset.ts'
import type { ProgramEnvironment } from '../../../tasks/program/environment.ts'
import { run } from '../../../tasks/program/program.ts'
import { programsOf } from '../../process/tools.ts'
import type { Finding } from '../finding.ts'

export type ProgramFacts =
  | { readonly missing: readonly string[] }
  | {
      readonly ffmpeg: { readonly path: string; readonly version: string }
      readonly ffprobe: { readonly path: string; readonly version: string }
      readonly encoders: ReadonlySet<string>
      readonly filters: ReadonlySet<string>
    }

export async function lookAtPrograms(config: Config, env: ProgramEnvironment): Promise<ProgramFacts> {
  const programs = await programsOf(config, env)
  if ('missing' in programs) return programs
  const { ffmpeg, ffprobe } = programs
  const lines = await linesOf([ffmpeg.path, '-hide_banner', '-filters'], env)
  return {
    ...{ ffmpeg, ffprobe, encoders: await ffmpeg.encoders() },
    filters: new Set(lines.map((line) => line.trim().split(/\s+/)[1] ?? '')),
  }
}

/** The output of a program, both streams; empty if it cannot be run. */
export async function linesOf(
  command: readonly string[],
  env: ProgramEnvironment,
): Promise<readonly string[]> {
  const lines: string[] = []
  const onLine = (line: string) => void lines.push(line)
  await run(command, { signal: AbortSignal.timeout(LONGEST_MS), env, onStdout: onLine, onStderr: onLine })
  return lines
}

const LONGEST_MS = 20_000

/** Pure. */
export function programFindings(facts: ProgramFacts, presets: readonly Preset[]): readonly Finding[] {
  const check = 'ffmpeg'
  if ('missing' in facts)
    return facts.missing.map((says) => ({
      ...{ check, state: 'wrong', says },
      mend: /is not a working (ffmpeg|ffprobe)/.test(says)
        ? [`unset ${says.startsWith('ffprobe') ? 'FFPROBE' : 'FFMPEG'}`]
        : [INSTALL],
    }))
  const { ffmpeg, ffprobe, encoders, filters } = facts
  const lacking = [
    ...neededEncoders(presets).filter((name) => !encoders.has(name)),
    ...FILTERS.filter((name) => !filters.has(name)),
  ]
  if (lacking.length > 0) {
    const says = `${ffmpeg.path} (${ffmpeg.version}) lacks what presets need: ${lacking.join(', ')}`
    return [{ check, state: 'wrong', says, mend: ['unset FFMPEG', INSTALL] }]
  }
  const of = [ffmpeg, ffprobe].map(({ path, version }) => `${path} ${version}`)
  return [{ check, state: 'ok', says: of.join(', ') }]
}

const INSTALL = 'sudo apt-get install -y ffmpeg'

export function neededEncoders(presets: readonly Preset[]): readonly string[] {
  const names = presets.flatMap(({ video, audio }) =>
    [video, audio].flatMap((one) => (typeof one === 'string' ? [] : [one.encoder])),
  )
  return [...new Set(names)]
}

/** Those of tasks/ffmpeg/plan/; `zscale` and `tonemap` make SDR of HDR. */
const FILTERS = ['scale', 'zscale', 'tonemap', 'bwdif', 'setparams', 'pan', 'aformat', 'channelmap'] as const
