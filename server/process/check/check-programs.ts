/** Checks the programs that settings name, and the encoders that ffmpeg is to use. */
import type { Config, InvalidSetting } from '../../../config/config.ts'
import { words } from '../../../config/kinds.ts'
import { whyNotWorking } from '../../../tasks/ffmpeg/programs.ts'
import type { ProgramEnvironment } from '../../../tasks/program/environment.ts'
import type { ServerRole } from '../arguments.ts'
import { programsOf } from '../tools.ts'

export async function programProblem(
  name: 'ffmpeg' | 'ffprobe',
  path: string | undefined,
): Promise<readonly InvalidSetting[]> {
  const why = path === undefined ? undefined : await whyNotWorking(name, path)
  if (why === undefined) return []
  const variable = name === 'ffmpeg' ? 'FFMPEG' : 'FFPROBE'
  return [{ setting: name, message: `${variable}: expected a working ${name}, got “${path}”: ${why}` }]
}

/** A note for `--check`. It is no problem of a setting: other nodes may have the programs. */
export async function programsNote(
  role: ServerRole,
  config: Config,
  env: ProgramEnvironment,
): Promise<string> {
  const programs = role === 'api' ? undefined : await programsOf(config, env)
  if (programs === undefined || !('missing' in programs)) return ''
  return `This machine takes no media steps, which wait for another node: ${programs.missing.join('; ')}\n`
}

/** Encoders that this ffmpeg was not built with. Without an ffmpeg, they cannot be checked. */
export async function encoderProblem(
  config: Config,
  env: ProgramEnvironment,
): Promise<readonly InvalidSetting[]> {
  const wanted = words(config.encoders)
  if (wanted.length === 0) return []
  const programs = await programsOf(config, env)
  if ('missing' in programs) return []
  const { ffmpeg } = programs
  const known = await ffmpeg.encoders()
  const unknown = wanted.filter((name) => !known.has(name))
  if (unknown.length === 0) return []
  const expected = `encoders of ${ffmpeg.path} (see \`ffmpeg -encoders\`)`
  return [{ setting: 'encoders', message: `ENCODERS: expected ${expected}, got “${unknown.join(' ')}”` }]
}
