/** The presets of a job: those that its tags named when it was created, whatever becomes of the tags. */

import type { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import { keepPresets } from '../../schema/queries/definitions/presets.ts'
import { readShapeTags } from '../../schema/queries/definitions/shape-tags.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import { presetOf } from '../../tasks/ffmpeg/preset/preset-of.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata, Preparation, Prepared, StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { type KnownTag, knownTags } from './known-tags.ts'

/** The metadata key with the digests of presets that do not come with Callsheet: `tag=digest,…`. */
const VERSIONS = 'presetVersions'

/** The tags of a job, each once. Default: `original`, as in an import (wire.md §10.2). Pure. */
export function tagsIn(metadata: Metadata): readonly string[] {
  const tags = (metadata['tags'] ?? '').split(',').map((tag) => tag.trim())
  const names = [...new Set(tags.filter((tag) => tag !== ''))]
  return names.length > 0 ? names : ['original']
}

/** Looks up the tags of a new job, and keeps their presets for it. */
export async function preparePresets({
  em,
  metadata: { [VERSIONS]: _given, ...metadata },
  tools,
  keeps,
}: Preparation<Tools>): Promise<Prepared<Tools> | Refusal> {
  const names = tagsIn(metadata)
  const known = knownTags(tools.presetFiles, await readShapeTags(em, names))
  const tags: KnownTag[] = []
  const presets: Preset[] = []
  for (const name of names) {
    const tag = known.find((one) => one.name === name)
    if (!tag) return unknownTag(name, knownTags(tools.presetFiles, await readShapeTags(em)))
    const preset = presetIn(tag)
    if (typeof preset === 'string')
      return { refused: 'invalid', key: 'tags', explanation: preset, value: name }
    tags.push(tag)
    presets.push(preset)
  }
  const own = tags.filter(({ file }) => !file?.isShipped)
  const digests = keeps
    ? await keepPresets(
        em,
        own.map(({ document }) => document),
      )
    : []
  const versions = own.flatMap(({ name }, at) =>
    digests[at] ? [`${encodeURIComponent(name)}=${digests[at]}`] : [],
  )
  return {
    tools: { ...tools, presets, documents: tags.filter(({ document }) => document.script) },
    metadata: { ...metadata, ...(versions.length > 0 && { [VERSIONS]: versions.join(',') }) },
  }
}

export function unknownTag(id: string, known: readonly KnownTag[]): Refusal {
  return { refused: 'not-found', type: 'shape-tag', id, known: known.map(({ name }) => name) }
}

/** The preset of a tag, or why there is none, as a clause. */
export function presetIn({
  name,
  document,
  file,
}: Pick<KnownTag, 'name' | 'document' | 'file'>): Preset | string {
  const read = file?.preset ? { preset: file.preset } : presetOf(name, document)
  if ('preset' in read) return read.preset
  if ('package' in read)
    return `shape tag “${name}” is a package, which a job PACKAGE makes: POST /item/{itemId}/transcode with this tag alone`
  if ('label' in read) return `shape tag “${name}” has no format: nothing can be transcoded to it`
  return `preset “${name}”: ${read.refused.element}: ${read.refused.explanation}`
}

type Here = Pick<StepContext<Tools>, 'metadata' | 'tools' | 'data' | 'job' | 'result'>
type NamedDocument = Pick<KnownTag, 'name' | 'document' | 'file'>

/** The documents of the presets of a job, before their scripts; or why there are none. */
export async function documentsOfJob({
  metadata,
  tools,
  data,
  job,
}: Omit<Here, 'result'>): Promise<
  { readonly tags: readonly NamedDocument[] } | { readonly refused: string }
> {
  const kept: NamedDocument[] = []
  for (const [name, digest] of versionsIn(metadata)) {
    const document = await data.preset(digest)
    if (!document) return { refused: `preset “${name}” of this job is not kept any more` }
    kept.push({ name, document: document as TranscodePresetDocument })
  }
  const others = tagsIn(metadata).filter((tag) => !kept.some(({ name }) => name === tag))
  // A script of a job type of one's own can set the tags of its job when it runs.
  const stored = job.type === 'TRANSCODE' || others.length === 0 ? [] : await data.shapeTags(others)
  const known = [...kept, ...knownTags(tools.presetFiles, stored)]
  const tags: NamedDocument[] = []
  for (const tag of tagsIn(metadata)) {
    const found = known.find(({ name }) => name === tag)
    if (!found) return { refused: `tags: unknown preset “${tag}”` }
    tags.push(found)
  }
  return { tags }
}

/** The tools of a step, with the presets of its job; or why it has none. */
export async function toolsOfJob(context: Here): Promise<Tools | { readonly refused: string }> {
  const { tools, result } = context
  const documents = await documentsOfJob(context)
  if ('refused' in documents) return documents
  const changed = result<Readonly<Record<string, TranscodePresetDocument>>>('prepare-transcode') ?? {}
  const presets: Preset[] = []
  for (const tag of documents.tags) {
    const document = changed[tag.name]
    if (tag.document.script && !document)
      return {
        refused: `preset “${tag.name}” has a script, which the step prepare-transcode has to run first`,
      }
    const preset = presetIn(document ? { name: tag.name, document } : tag)
    if (typeof preset === 'string') return { refused: preset }
    presets.push(preset)
  }
  return { ...tools, presets }
}

export function hasScripts(presets: readonly Preset[]): boolean {
  return presets.some(({ hasScript }) => hasScript === true)
}

function versionsIn(metadata: Metadata): readonly (readonly [tag: string, digest: string])[] {
  return (metadata[VERSIONS] ?? '').split(',').flatMap((pair) => {
    const [tag = '', digest] = pair.split('=')
    return digest === undefined ? [] : [[decodeURIComponent(tag), digest] as const]
  })
}
