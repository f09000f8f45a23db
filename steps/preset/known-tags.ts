/** The shape tags there are: those given over the API, and those of files that they do not replace. Pure. */
import type { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import type { StoredTag } from '../../schema/queries/definitions/shape-tags.ts'
import { isReadOnly, type PresetFile } from './preset-file.ts'

export interface KnownTag {
  readonly name: string
  readonly document: TranscodePresetDocument
  readonly metadata: StoredTag['metadata']
  /** The file that says it, unless it was given over the API. */
  readonly file?: PresetFile
}

/** By name, as bytes compare. */
export function knownTags(files: readonly PresetFile[], stored: readonly StoredTag[]): readonly KnownTag[] {
  const byName = new Map(stored.map((tag) => [tag.name, tag]))
  const ofFiles = files.flatMap((file): readonly KnownTag[] => {
    const tag = byName.get(file.tag)
    const replaced = tag !== undefined && (tag.deleted || tag.document !== null)
    if (replaced && !isReadOnly(file.tag)) return []
    return [{ name: file.tag, document: file.document, metadata: tag?.metadata ?? [], file }]
  })
  const given = stored.flatMap(({ name, document, metadata }): readonly KnownTag[] =>
    document === null || isReadOnly(name)
      ? []
      : [{ name, document: document as TranscodePresetDocument, metadata }],
  )
  return [...ofFiles, ...given].toSorted((one, other) => (one.name < other.name ? -1 : 1))
}
