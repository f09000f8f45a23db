/** Converts the components of shapes between rows and documents (wire-media.md §4). Pure. */
import type { FileDocument } from '../documents/file.ts'
import type { ShapeDocument } from '../documents/shape.ts'
import { siteId } from '../ids.ts'
import type { ComponentKind, KeyValues } from '../media.ts'
import { keyValuesOf, pairsOf } from '../metadata/key-values.ts'

/** The members of a ShapeDocument that are components. */
export type ComponentsOfShape = Pick<
  ShapeDocument,
  | 'binaryComponent'
  | 'containerComponent'
  | 'descriptorComponent'
  | 'audioComponent'
  | 'videoComponent'
  | 'subtitleComponent'
>

/** A component as it is kept. */
export interface ComponentParts {
  readonly kind: ComponentKind
  readonly position: number
  /** The technical members of its document. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly metadata: KeyValues
}

export interface FilesOfComponent extends Pick<ComponentParts, 'kind' | 'position'> {
  readonly files: readonly (string | undefined)[]
}

interface ComponentDocument {
  readonly id?: string | undefined
  readonly file?: readonly { readonly id?: string | undefined }[] | undefined
  readonly metadata: readonly { readonly key: string; readonly value: string }[]
}

/** The components as rows: without ids and files. Of several values with the same key, the last is kept. */
export function componentsOf(shape: ComponentsOfShape): readonly ComponentParts[] {
  return byKind(shape).flatMap(([kind, components]) =>
    components.map(({ id: _id, file: _file, metadata, ...facts }, position) => ({
      ...{ kind, position, facts },
      metadata: keyValuesOf(metadata),
    })),
  )
}

/** The ids of the files of each component that has some; undefined for a file without one. */
export function filesOfComponents(shape: ComponentsOfShape): readonly FilesOfComponent[] {
  return byKind(shape).flatMap(([kind, components]) =>
    components.flatMap(({ file = [] }, position) =>
      file.length > 0 ? [{ kind, position, files: file.map(({ id }) => id) }] : [],
    ),
  )
}

function byKind(
  shape: ComponentsOfShape,
): readonly (readonly [ComponentKind, readonly ComponentDocument[]])[] {
  const { containerComponent } = shape
  return [
    ['container', containerComponent ? [containerComponent] : []],
    ['binary', shape.binaryComponent ?? []],
    ['descriptor', shape.descriptorComponent ?? []],
    ['audio', shape.audioComponent ?? []],
    ['video', shape.videoComponent ?? []],
    ['subtitle', shape.subtitleComponent ?? []],
  ]
}

/** The components as members of a document. Rows come in the order of their kinds and positions. */
export function componentMembers(
  components: readonly (ComponentParts & { readonly id: number; readonly file: readonly FileDocument[] })[],
): ComponentsOfShape {
  const of = (kind: ComponentKind) => components.filter((one) => one.kind === kind).map(componentDocument)
  const listed = (name: string, kind: ComponentKind) => (of(kind).length > 0 ? { [name]: of(kind) } : {})
  const [container] = of('container')
  // Their facts were members of such documents.
  const members: object = {
    ...listed('binaryComponent', 'binary'),
    ...(container && { containerComponent: container }),
    ...listed('descriptorComponent', 'descriptor'),
    ...listed('audioComponent', 'audio'),
    ...listed('videoComponent', 'video'),
    ...listed('subtitleComponent', 'subtitle'),
  }
  return members as ComponentsOfShape
}

export function componentDocument({
  id,
  file,
  facts,
  metadata,
}: ComponentParts & { readonly id: number; readonly file: readonly FileDocument[] }) {
  return {
    ...facts,
    file,
    id: siteId(id),
    metadata: pairsOf(metadata),
  }
}
