/** Reads metadata of XML: a MetadataDocument of Vidispine (wire-media.md §2.4), or XMP. Pure. */
import { elementsIn, type ForeignElement, textIn } from '../../schema/codec/xml/foreign-tree.ts'
import { Unreadable } from './cue.ts'

export interface SidecarField {
  /** `title`, `dc:title`; fields of a group are `group/field`. */
  readonly name: string
  readonly value: readonly string[]
  /** Of the time span, if it is a part: time codes. */
  readonly start?: string
  readonly end?: string
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

export function isMetadata(root: ForeignElement): boolean {
  return ['MetadataDocument', 'xmpmeta', 'RDF'].includes(root.name)
}

export function metadataFields(root: ForeignElement): readonly SidecarField[] {
  const fields = root.name === 'MetadataDocument' ? vidispineFields(root) : xmpFields(root)
  if (fields.length === 0) throw new Unreadable(`line ${root.line}: it has no metadata fields`)
  if (fields.length > MOST_FIELDS) throw new Unreadable(`it has more than ${MOST_FIELDS} fields`)
  return fields
}

const MOST_FIELDS = 10_000

function vidispineFields(root: ForeignElement): readonly SidecarField[] {
  return elementsIn(root, 'timespan').flatMap((span) => {
    const [start = '-INF', end = '+INF'] = [span.attributes.get('start'), span.attributes.get('end')]
    const part = start === '-INF' && end === '+INF' ? {} : { start, end }
    return fieldsIn(span, '').map((field) => ({ ...field, ...part }))
  })
}

function fieldsIn(element: ForeignElement, prefix: string): readonly SidecarField[] {
  const own = elementsIn(element, 'field').map((field) => ({
    name: `${prefix}${nameOf(field)}`,
    value: elementsIn(field, 'value').map(textIn),
  }))
  const groups = elementsIn(element, 'group').flatMap((group) =>
    fieldsIn(group, `${prefix}${nameOf(group)}/`),
  )
  return [...own, ...groups]
}

function nameOf(element: ForeignElement): string {
  const name = elementsIn(element, 'name')[0]
  if (!name || textIn(name) === '')
    throw new Unreadable(`line ${element.line}: a ${element.name} without a name`)
  return textIn(name)
}

/** Properties of a description are attributes or elements, and lists of `li` in `Alt`, `Bag` or `Seq`. */
function xmpFields(root: ForeignElement): readonly SidecarField[] {
  return descriptionsIn(root).flatMap((description) =>
    elementsIn(description).flatMap((property) => {
      const items = elementsIn(property)
        .flatMap((list) => elementsIn(list, 'li'))
        .map(textIn)
      const value = items.length > 0 ? items : [textIn(property)]
      return [
        { name: `${prefixOf(property.namespace)}${property.name}`, value: value.filter((one) => one !== '') },
      ]
    }),
  )
}

function descriptionsIn(element: ForeignElement): readonly ForeignElement[] {
  if (element.name === 'Description' && element.namespace === RDF) return [element]
  return elementsIn(element).flatMap(descriptionsIn)
}

function prefixOf(namespace: string): string {
  const known = PREFIXES.find(([uri]) => uri === namespace)
  return known ? `${known[1]}:` : ''
}

const PREFIXES = [
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://ns.adobe.com/xap/1.0/', 'xmp'],
  ['http://ns.adobe.com/xmp/1.0/DynamicMedia/', 'xmpDM'],
  ['http://ns.adobe.com/photoshop/1.0/', 'photoshop'],
  ['http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/', 'Iptc4xmpCore'],
] as const
