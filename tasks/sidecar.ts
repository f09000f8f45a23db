/** Thread task: reads a sidecar, a file of subtitles or metadata beside a media file. */
import { readFile, stat } from 'node:fs/promises'
import { Malformed } from '../schema/codec/malformed.ts'
import { foreignTree } from '../schema/codec/xml/foreign-tree.ts'
import { type Cue, Unreadable } from './sidecar/cue.ts'
import { decoded } from './sidecar/decode.ts'
import { ebuStlSubtitles, isEbuStl } from './sidecar/ebu-stl.ts'
import { isMetadata, metadataFields, type SidecarField } from './sidecar/metadata-fields.ts'
import { subRipCues, webVttCues } from './sidecar/text-cues.ts'
import { ttmlSubtitles } from './sidecar/ttml.ts'

export type SidecarContent =
  | {
      readonly kind: 'captions'
      readonly format: string
      readonly cues: readonly Cue[]
      readonly language?: string
    }
  | { readonly kind: 'metadata'; readonly format: string; readonly fields: readonly SidecarField[] }

export type SidecarRead =
  | { readonly ended: 'done'; readonly content: SidecarContent }
  /** It carries coded captions, which ffmpeg decodes. */
  | { readonly ended: 'coded'; readonly format: 'scc' | 'mcc' }
  | { readonly ended: 'unreadable'; readonly message: string }

/** `path`: in messages; `at`: where it is opened. */
export default async function sidecar({
  path,
  at,
}: {
  readonly path: string
  readonly at: string
}): Promise<SidecarRead> {
  const { size } = await stat(at)
  if (size > MOST_BYTES)
    return { ended: 'unreadable', message: `${path} has ${size} bytes; ${MOST_BYTES} are read` }
  return sidecarOf(path, await readFile(at))
}

/** By what it contains, whatever its name. Pure. */
export function sidecarOf(path: string, bytes: Uint8Array): SidecarRead {
  try {
    return contentOf(bytes)
  } catch (error) {
    if (error instanceof Unreadable) return { ended: 'unreadable', message: `${path}: ${error.message}` }
    if (error instanceof Malformed) return { ended: 'unreadable', message: `${path}: ${error.explanation}` }
    throw error
  }
}

function contentOf(bytes: Uint8Array): SidecarRead {
  if (isEbuStl(bytes)) return captions('stl', ebuStlSubtitles(bytes))
  const text = decoded(bytes)
  if (text.startsWith('Scenarist_SCC V1.0')) return { ended: 'coded', format: 'scc' }
  if (/^File Format=MacCaption_MCC/.test(text)) return { ended: 'coded', format: 'mcc' }
  if (/^WEBVTT(\s|$)/.test(text)) return captions('webvtt', { cues: webVttCues(text) })
  if (!/^\s*</.test(text)) return captions('srt', { cues: subRipCues(text) })
  const root = foreignTree(text, LIMITS, 'sidecar')
  if (root.name === 'tt') return captions('ttml', ttmlSubtitles(root))
  if (!isMetadata(root))
    throw new Unreadable(`line ${root.line}: “${root.name}” is neither tt, MetadataDocument nor xmpmeta`)
  const format = root.name === 'MetadataDocument' ? 'vidispine' : 'xmp'
  return { ended: 'done', content: { kind: 'metadata', format, fields: metadataFields(root) } }
}

function captions(
  format: string,
  found: { readonly cues: readonly Cue[]; readonly language?: string },
): SidecarRead {
  return { ended: 'done', content: { kind: 'captions', format, ...found } }
}

/** The subtitles of a long film have a tenth of it. */
const MOST_BYTES = 16 * 1024 * 1024
const LIMITS = { maxLength: MOST_BYTES, maxDepth: 64, maxElements: 500_000, maxAttributes: 64 }
