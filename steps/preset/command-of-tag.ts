/** What a shape tag makes of a source: the preset after its script, and the command line. */
import type { PresetCommandDocument } from '../../schema/documents/preset-command.ts'
import type { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import type { SourceFile } from '../../tasks/ffmpeg/plan/rendition.ts'
import type { Metadata } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { commandOf, probedHere } from '../transcode/transcode-command.ts'
import { afterScripts } from './after-scripts.ts'
import { presetIn } from './presets-of-job.ts'

interface Asked {
  readonly tools: Tools
  readonly signal: AbortSignal
  /** Of the job whose script it would be. */
  readonly jobMetadata?: Metadata
}

/** `invalid`: why the source cannot be used, as a clause. */
export async function commandOfTag(
  name: string,
  document: TranscodePresetDocument,
  sourceUri: string,
  asked: Asked,
): Promise<PresetCommandDocument | { readonly invalid: string }> {
  const none = (noCommand: string, preset: TranscodePresetDocument = document) => ({
    ...{ argument: [], explanation: [], noCommand, preset },
  })
  const made = await presetOfTag(name, document, sourceUri, asked)
  if ('invalid' in made) return made
  if ('noPreset' in made) return none(made.noPreset)
  const metadata = { sourceUri, tags: name }
  const line = await commandOf(made.source, { metadata, tools: made.tools })
  return 'unknown' in line ? none(line.unknown, made.preset) : { ...line, preset: made.preset }
}

interface PresetOfTag {
  readonly source: SourceFile
  readonly tools: Tools
  readonly preset: TranscodePresetDocument
}

/** The preset after its script. `noPreset`: why there is none, as a clause. */
export async function presetOfTag(
  name: string,
  document: TranscodePresetDocument,
  sourceUri: string,
  { tools, signal, jobMetadata = {} }: Asked,
): Promise<PresetOfTag | { readonly invalid: string } | { readonly noPreset: string }> {
  const source = await probedHere(sourceUri, tools, signal)
  if ('unknown' in source) return { invalid: source.unknown.replace(/^sourceUri: /, '') }
  const preset = presetIn({ name, document })
  if (typeof preset === 'string') return { noPreset: preset }
  const metadata = { ...jobMetadata, sourceUri, tags: name }
  const asked = { metadata, signal, tools: { ...tools, presets: [preset], documents: [{ name, document }] } }
  const scripted = await afterScripts(source, asked)
  if ('unknown' in scripted) return { noPreset: scripted.unknown }
  return { source, tools: scripted.tools, preset: scripted.documents.get(name) ?? document }
}
