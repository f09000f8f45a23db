/** The step prepare-transcode, which runs the scripts of presets. Jobs without such presets lack it. */
import type { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import { fatal, finished, retry, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import type { Source } from '../transcode/renditions.ts'
import { encoderOnGpu } from '../transcode/transcode-needs.ts'
import { scriptedPreset } from './preset-script.ts'
import { documentsOfJob, hasScripts, preparePresets, presetIn } from './presets-of-job.ts'
import { shapeOfSource } from './shape-of-source.ts'

/** The presets that scripts have changed, by tag. */
export type ScriptedPresets = Readonly<Record<string, TranscodePresetDocument>>

/** Result: `ScriptedPresets`. */
export const prepareTranscode: Step<Tools> = {
  name: 'prepare-transcode',
  description: 'Preparing transcode.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  prepare: preparePresets,
  applies: (_metadata, { presets }) => hasScripts(presets),
  async run(context) {
    const { result, metadata, tools, signal, log } = context
    const source = result<Source>('probe-file')
    if (!source) return fatal('the source was not analyzed')
    const documents = await documentsOfJob(context)
    if ('refused' in documents) return fatal(documents.refused)
    const changed: Record<string, TranscodePresetDocument> = {}
    for (const { name, document } of documents.tags) {
      if (!document.script) continue
      const given = { shape: shapeOfSource(source), metadata: {}, jobMetadata: metadata }
      const made = await scriptedPreset(name, document, given, tools.presetScripts, { signal, log })
      if ('failed' in made) return made.again ? retry(made.failed) : fatal(made.failed)
      const preset = presetIn({ name, document: made.document })
      if (typeof preset === 'string') return fatal(`script of “${name}”: ${preset}`)
      const before = presetIn({ name, document })
      if (typeof before === 'object' && encoderOnGpu(preset) !== encoderOnGpu(before))
        return fatal(`script of “${name}”: it chooses another GPU encoder, for which the job has no slot`)
      changed[name] = made.document
    }
    return finished(changed satisfies ScriptedPresets)
  },
}
