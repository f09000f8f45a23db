/** Decides what the rule of a storage makes of a file. Pure. */
import { basename, extname } from 'node:path'
import { RE2JS } from 're2js'
import type { AutoImportRuleDocument } from '../../../schema/documents/auto-import-rule.ts'
import type { MetadataDocument } from '../../../schema/documents/metadata.ts'
import { notOriginal } from '../into-items.ts'

export type Planned =
  | { readonly as: 'item'; readonly tags: readonly string[]; readonly metadata: MetadataDocument }
  /** Of the item of the file with this path, whatever its extension. */
  | { readonly as: 'sidecar'; readonly stem: string }
  | { readonly as: 'nothing' }

export function plannedFor(rule: AutoImportRuleDocument, path: string): Planned {
  const { excludeFilter = [], shapeTagFilter = [], tag = [] } = rule
  const excluding = excludeFilter.filter(({ pattern }) => isMatch(pattern, path))
  if (excluding.some((one) => (one.tag ?? []).length === 0)) return { as: 'nothing' }
  if (isSidecar(rule, path))
    return rule.ignoreSidecarImport ? { as: 'nothing' } : { as: 'sidecar', stem: stemOf(path) }
  const added = shapeTagFilter.filter(({ pattern }) => isMatch(pattern, path)).flatMap((one) => one.tag ?? [])
  const excluded = new Set(excluding.flatMap((one) => one.tag ?? []))
  const tags = [...new Set([...tag, ...added])].filter((one) => !excluded.has(one) && notOriginal(one))
  return { as: 'item', tags, metadata: metadataOf(rule, path) }
}

function metadataOf({ metadata, fileNameAsTitle }: AutoImportRuleDocument, path: string): MetadataDocument {
  const { group = [], timespan = [] } = metadata ?? {}
  if (!fileNameAsTitle) return { group, timespan }
  const field = [{ name: 'title', value: [{ value: basename(path) }] }]
  return { group, timespan: [...timespan, { field, group: [] }] }
}

/** Those that SIDECAR_IMPORT reads. */
export const SIDECAR_EXTENSIONS = [
  ...(['srt', 'vtt', 'stl', 'scc', 'mcc', 'ttml', 'dfxp', 'xmp'] as const),
] as const

function isSidecar({ disabledSidecarExtensions = [] }: AutoImportRuleDocument, path: string): boolean {
  const extension = extname(path).slice(1).toLowerCase()
  const disabled = disabledSidecarExtensions.map((one) => one.replace(/^\./, '').toLowerCase())
  return (SIDECAR_EXTENSIONS as readonly string[]).includes(extension) && !disabled.includes(extension)
}

function stemOf(path: string): string {
  return path.slice(0, path.length - extname(path).length)
}

/** Of the whole path; a pattern that is none matches nothing. */
function isMatch(pattern: string, path: string): boolean {
  return compiledPattern(pattern)?.matches(path) === true
}

/** Undefined if it is no regular expression. RE2 takes linear time, whatever the pattern. */
export function compiledPattern(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern)
  } catch {
    return undefined
  }
}
