/** The presets of a question about a job, after their scripts. */
import type { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import type { SourceFile } from '../../tasks/ffmpeg/plan/rendition.ts'
import type { CommandQuestion } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { scriptedPreset } from './preset-script.ts'
import { presetIn } from './presets-of-job.ts'
import { shapeOfSource } from './shape-of-source.ts'

interface Scripted {
  /** With the presets as they are then. */
  readonly tools: Tools
  /** By tag. */
  readonly documents: ReadonlyMap<string, TranscodePresetDocument>
}

/** Without a job there is no log that the scripts could write to. */
export async function afterScripts(
  source: SourceFile,
  { metadata, tools, signal }: Pick<CommandQuestion<Tools>, 'metadata' | 'tools' | 'signal'>,
): Promise<Scripted | { readonly unknown: string }> {
  const documents = new Map<string, TranscodePresetDocument>()
  const given = { shape: shapeOfSource(source), metadata: {}, jobMetadata: metadata }
  for (const { name, document } of tools.documents ?? []) {
    const here = { signal, log: () => undefined }
    const made = await scriptedPreset(name, document, given, tools.presetScripts, here)
    if ('failed' in made) return { unknown: made.failed }
    documents.set(name, made.document)
  }
  const presets = []
  for (const preset of tools.presets) {
    const document = documents.get(preset.tag)
    const changed = document ? presetIn({ name: preset.tag, document }) : preset
    if (typeof changed === 'string') return { unknown: changed }
    presets.push(changed)
  }
  return { tools: { ...tools, presets }, documents }
}
