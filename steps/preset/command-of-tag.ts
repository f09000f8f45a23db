/** What a shape tag makes of a source: the preset after its script, and the command line. */
import type { PresetCommandDocument } from '../../schema/documents/preset-command.ts'
import type { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import type { Tools } from '../tools.ts'
import { commandOf, probedHere } from '../transcode/transcode-command.ts'
import { afterScripts } from './after-scripts.ts'
import { presetIn } from './presets-of-job.ts'

/** `invalid`: why the source cannot be used, as a clause. */
export async function commandOfTag(
  name: string,
  document: TranscodePresetDocument,
  sourceUri: string,
  { tools, signal }: { readonly tools: Tools; readonly signal: AbortSignal },
): Promise<PresetCommandDocument | { readonly invalid: string }> {
  const none = (noCommand: string, preset: TranscodePresetDocument = document) => ({
    ...{ argument: [], explanation: [], noCommand, preset },
  })
  const source = await probedHere(sourceUri, tools, signal)
  if ('unknown' in source) return { invalid: source.unknown.replace(/^sourceUri: /, '') }
  const preset = presetIn({ name, document })
  if (typeof preset === 'string') return none(preset)
  const metadata = { sourceUri, tags: name }
  const asked = { metadata, signal, tools: { ...tools, presets: [preset], documents: [{ name, document }] } }
  const scripted = await afterScripts(source, asked)
  if ('unknown' in scripted) return none(scripted.unknown)
  const changed = scripted.documents.get(name) ?? document
  const line = await commandOf(source, { metadata, tools: scripted.tools })
  return 'unknown' in line ? none(line.unknown, changed) : { ...line, preset: changed }
}
