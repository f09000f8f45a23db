/** Finds the files of the items that a sequence is made of. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { ConformRequestDocument } from '../../../schema/documents/conform-request.ts'
import { SequenceDocument } from '../../../schema/documents/sequence.ts'
import { siteId } from '../../../schema/ids.ts'
import { readItems } from '../../../schema/queries/media/items/item-rows.ts'
import { shapesOfItems } from '../../../schema/queries/media/shapes/read-shapes.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import { parseEdl } from '../../../steps/sequence/edl/parse-edl.ts'
import { findItem, serialsOfItems } from '../find-item.ts'
import { withFile } from '../job/shape-of-path.ts'
import { sourceShape } from '../job/source-shape.ts'

/** The document with the ids of its items, and the files that they stand for. */
export async function sequenceOf(
  em: EntityManager,
  document: ConformRequestDocument,
  sourceTag: string,
): Promise<Metadata> {
  const { conform } = document
  const used = [...conform.timeline.segment.map(({ source }) => source), ...(conform.overlay ?? [])]
  const ids = used.flatMap(({ id }) => id ?? [])
  const { named, sources } = await sourcesOfIds(em, ids, sourceTag)
  return { conformXML: writeXml(ConformRequestDocument, withIds(document, named)), sources }
}

/** The same of a document with tracks. */
export async function sequenceOfTracks(
  em: EntityManager,
  { track }: SequenceDocument,
  sourceTag: string,
): Promise<Metadata> {
  const ids = track.flatMap(({ segment }) => segment.map(({ item }) => item))
  const { named, sources } = await sourcesOfIds(em, ids, sourceTag)
  const renamed = track.map((one) => ({
    ...one,
    segment: one.segment.map((part) => ({ ...part, item: named.get(part.item) ?? part.item })),
  }))
  return { sequenceXML: writeXml(SequenceDocument, { track: renamed }), sources }
}

/** `named`: site ids by what the document calls the items. Throws `notFound` for an unknown one. */
async function sourcesOfIds(em: EntityManager, ids: readonly string[], sourceTag: string) {
  const named = new Map<string, string>()
  const sources = new Map<string, string>()
  for (const id of ids) {
    if (isUri(id) || named.has(id)) continue
    const item = await findItem(em, id)
    named.set(id, siteId(item.id))
    sources.set(siteId(item.id), await uriOfSource(em, item.id, sourceTag))
  }
  return { named, sources: [...sources].map(([id, uri]) => `${id}=${uri}`).join('\n') }
}

async function uriOfSource(em: EntityManager, itemId: number, sourceTag: string): Promise<string> {
  const found = sourceShape(await shapesOfItems(em, [itemId]), undefined, sourceTag)
  return withFile(found, siteId(itemId)).uri
}

/**
 * The files of the items that an edit decision list names by its reels and clips: by their ids, here or in
 * other systems. Names without an item that has a file are left to the job, which knows other ways.
 */
export async function sourcesOfList(em: EntityManager, edl: string, sourceTag: string): Promise<Metadata> {
  const list = parseEdl(edl)
  const edits = 'refused' in list ? [] : list.edits
  const names = new Set(edits.flatMap(({ reel, fromClip, toClip }) => [reel, fromClip, toClip]))
  const lines: string[] = []
  for (const name of names) {
    if (name === undefined || name.includes('=')) continue
    const [serial = 0] = await serialsOfItems(em, [name])
    const [item] = await readItems(em, [serial])
    const { uri } = item ? sourceShape(await shapesOfItems(em, [item.id]), undefined, sourceTag) : { uri: '' }
    if (uri !== '') lines.push(`${name}=${uri}`)
  }
  return lines.length > 0 ? { sources: lines.join('\n') } : {}
}

/** With site ids in place of ids of other systems. Pure. */
function withIds(
  { conform }: ConformRequestDocument,
  named: ReadonlyMap<string, string>,
): ConformRequestDocument {
  const renamed = <T extends { readonly id?: string | undefined }>(one: T): T => ({
    ...one,
    ...(one.id !== undefined && { id: named.get(one.id) ?? one.id }),
  })
  const segment = conform.timeline.segment.map((one) => ({ ...one, source: renamed(one.source) }))
  const { overlay } = conform
  return {
    conform: { ...conform, timeline: { segment }, ...(overlay && { overlay: overlay.map(renamed) }) },
  }
}

function isUri(id: string): boolean {
  return /^(file:|\/)/i.test(id)
}
