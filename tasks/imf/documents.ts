/** Reads the XML of an IMF package: ASSETMAP, PKL and CPL (SMPTE ST 429-9, 429-8 and 2067-3). Pure. */
import { elementsIn, type ForeignElement, textIn } from '../../schema/codec/xml/foreign-tree.ts'
import type { TimeBase } from '../../schema/time-code.ts'

/** Why a document cannot be used, with its line. */
export class Unusable extends Error {}

export type PackageDocument = AssetMap | PackingList | Composition

export interface AssetMap {
  readonly kind: 'ASSETMAP'
  readonly id: string
  readonly assets: readonly {
    readonly id: string
    readonly isPackingList: boolean
    readonly paths: readonly string[]
  }[]
}

export interface PackingList {
  readonly kind: 'PKL'
  readonly id: string
  readonly assets: readonly PackedAsset[]
}

export interface PackedAsset {
  readonly id: string
  /** Base64. */
  readonly hash: string
  /** Of the hash; SHA-1 unless the list says otherwise. */
  readonly algorithm: 'sha1' | 'sha256' | undefined
  /** Bytes. */
  readonly size: number
  readonly type: string
}

export interface Composition {
  readonly kind: 'CPL'
  readonly id: string
  readonly title: string
  readonly edit: TimeBase
  readonly segments: readonly (readonly CplSequence[])[]
}

/** The part of a track in a segment. */
export interface CplSequence {
  /** `MainImageSequence`. */
  readonly kind: string
  readonly track: string
  readonly resources: readonly Resource[]
}

/** A part of a track file, in edit units. */
export interface Resource {
  readonly id: string
  /** Undefined for what has no file, such as markers. */
  readonly file: string | undefined
  readonly edit: TimeBase | undefined
  readonly intrinsic: number
  readonly entry: number
  readonly duration: number
  readonly repeat: number
}

/** Undefined if it is neither. */
export function packageDocumentOf(root: ForeignElement): PackageDocument | undefined {
  if (root.name === 'AssetMap') return assetMapOf(root)
  if (root.name === 'PackingList') return packingListOf(root)
  return root.name === 'CompositionPlaylist' ? compositionOf(root) : undefined
}

function assetMapOf(root: ForeignElement): AssetMap {
  const assets = elementsIn(one(root, 'AssetList'), 'Asset').map((asset) => ({
    id: idOf(asset),
    isPackingList: /^(true|1|)$/.test(optional(asset, 'PackingList')?.trim() ?? 'false'),
    paths: elementsIn(one(asset, 'ChunkList'), 'Chunk').map((chunk) => required(chunk, 'Path')),
  }))
  return { kind: 'ASSETMAP', id: idOf(root), assets }
}

function packingListOf(root: ForeignElement): PackingList {
  const assets = elementsIn(one(root, 'AssetList'), 'Asset').map((asset) => ({
    ...{ id: idOf(asset), hash: required(asset, 'Hash'), algorithm: algorithmOf(asset) },
    ...{ size: wholeIn(asset, 'Size'), type: optional(asset, 'Type') ?? '' },
  }))
  return { kind: 'PKL', id: idOf(root), assets }
}

/** By the URI of XML Signature. */
function algorithmOf(asset: ForeignElement): PackedAsset['algorithm'] {
  const uri = elementsIn(asset, 'HashAlgorithm')[0]?.attributes.get('Algorithm')
  if (uri === undefined || uri.endsWith('#sha1')) return 'sha1'
  return uri.endsWith('#sha256') ? 'sha256' : undefined
}

function compositionOf(root: ForeignElement): Composition {
  const segments = elementsIn(one(root, 'SegmentList'), 'Segment').map((segment) =>
    elementsIn(one(segment, 'SequenceList')).map(sequenceOf),
  )
  return {
    ...{ kind: 'CPL', id: idOf(root), title: optional(root, 'ContentTitle') ?? '' },
    ...{ edit: editOf(one(root, 'EditRate')), segments },
  }
}

function sequenceOf(sequence: ForeignElement): CplSequence {
  return {
    kind: sequence.name,
    track: uuidOf(required(sequence, 'TrackId')),
    resources: elementsIn(one(sequence, 'ResourceList'), 'Resource').map(resourceOf),
  }
}

function resourceOf(resource: ForeignElement): Resource {
  const rate = elementsIn(resource, 'EditRate')[0]
  const intrinsic = wholeIn(resource, 'IntrinsicDuration')
  const entry = wholeIn(resource, 'EntryPoint', 0)
  const file = optional(resource, 'TrackFileId')
  return {
    ...{ id: idOf(resource), file: file === undefined ? undefined : uuidOf(file) },
    ...{ edit: rate && editOf(rate), intrinsic, entry },
    duration: wholeIn(resource, 'SourceDuration', Math.max(0, intrinsic - entry)),
    repeat: wholeIn(resource, 'RepeatCount', 1),
  }
}

/** `24000 1001`: units per second. */
function editOf(element: ForeignElement): TimeBase {
  const [, units, seconds] = /^(\d{1,9})\s+(\d{1,9})$/.exec(textIn(element)) ?? []
  if (!Number(units) || !Number(seconds)) throw new Unusable(`line ${element.line}: no edit rate`)
  return { numerator: Number(seconds), denominator: Number(units) }
}

function idOf(element: ForeignElement): string {
  return uuidOf(required(element, 'Id'))
}

/** Without `urn:uuid:`, in lower case. */
function uuidOf(id: string): string {
  return id
    .trim()
    .replace(/^urn:uuid:/i, '')
    .toLowerCase()
}

function one(element: ForeignElement, name: string): ForeignElement {
  const [found] = elementsIn(element, name)
  if (!found) throw new Unusable(`line ${element.line}: ${element.name} has no ${name}`)
  return found
}

function required(element: ForeignElement, name: string): string {
  return textIn(one(element, name))
}

function optional(element: ForeignElement, name: string): string | undefined {
  const [found] = elementsIn(element, name)
  return found && textIn(found)
}

function wholeIn(element: ForeignElement, name: string, byDefault?: number): number {
  const text = byDefault === undefined ? required(element, name) : optional(element, name)
  if (text === undefined) return byDefault ?? 0
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(value)) throw new Unusable(`line ${element.line}: ${name} is no whole number`)
  return value
}
