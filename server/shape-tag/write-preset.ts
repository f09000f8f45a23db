/** Checks a preset and writes it. */
import type { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import { writeShapeTag } from '../../schema/queries/definitions/shape-tags.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import { presetOf } from '../../tasks/ffmpeg/preset/preset-of.ts'
import { tryPreset } from '../../tasks/ffmpeg/preset/try-preset.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { holds } from '../auth/roles.ts'
import { forbidden, invalidInput } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { syntaxError } from '../task-definition/script/syntax.ts'

export type PresetContext = Pick<Context, 'em' | 'tools' | 'user' | 'sandbox' | 'signal' | 'warn'>

/**
 * Throws `invalidInput` with the element for what the ffmpeg of this server cannot do, and warns of what has
 * no effect. Other nodes may have another ffmpeg: there, the job fails.
 */
export async function writePreset(
  context: PresetContext,
  name: string,
  document: TranscodePresetDocument,
): Promise<void> {
  const { em, user, warn } = context
  if ((document.callsheet?.argument ?? []).length > 0 && !holds(user, '_administrator'))
    throw forbidden('only an administrator may give arguments for ffmpeg', {
      context: 'callsheet.argument',
      id: user.name,
    })
  const read = presetOf(name, document)
  if ('refused' in read) {
    const { element, explanation, value } = read.refused
    throw invalidInput(element, explanation, value)
  }
  for (const sentence of read.kept) warn(sentence)
  if (document.script) await warnOfScript(context, document.script)
  if ('preset' in read) {
    await refusePictures(context, read.preset)
    await refuseUnlessDone(context, read.preset)
  }
  await writeShapeTag(em, name, document)
}

/** It is kept, as those of task definitions are, and fails the jobs that run it. */
async function warnOfScript({ sandbox, warn }: PresetContext, script: string): Promise<void> {
  const error = await syntaxError({ sandbox }, script)
  if (error !== undefined) warn(`the script does not parse: ${error}`)
}

async function refusePictures({ tools }: PresetContext, { video }: Preset): Promise<void> {
  if (typeof video !== 'object') return
  const paths = (video.drawings ?? []).flatMap((one) => (one.draws === 'picture' ? [one.path] : []))
  for (const path of paths) {
    const place = await insideRoots(path, tools.mediaRoots)
    if ('refused' in place) throw invalidInput('overlay.uri', place.refused, path)
  }
}

async function refuseUnlessDone({ tools, signal, warn }: PresetContext, preset: Preset): Promise<void> {
  const programs = await tools.programs()
  if ('missing' in programs) return warn(`the preset was not tried: ${programs.missing.join('; ')}`)
  const tried = await tryPreset(withoutPictures(preset), programs, signal)
  switch (tried.ended) {
    case 'done':
      return undefined
    case 'untried':
      return warn(`the preset was not tried: ${tried.why}`)
    case 'refused': {
      const { element, explanation, value } = tried.fault
      throw invalidInput(element, explanation, value)
    }
  }
}

/** They need not be on this machine, or not yet. */
function withoutPictures(preset: Preset): Preset {
  if (preset.video === 'copy' || preset.video === 'none' || !preset.video.drawings) return preset
  const drawings = preset.video.drawings.filter(({ draws }) => draws !== 'picture')
  return { ...preset, video: { ...preset.video, drawings } }
}
