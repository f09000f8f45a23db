/** Reads members of XML and JSON documents by their names, as clients do that know nothing of schemas. */
import { XMLParser } from 'fast-xml-parser'

/** What stands at a name: an object, or a value. */
export type Node = unknown

const XML = new XMLParser({
  ...{ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, trimValues: false },
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
})

/** All nodes at a path such as `shape/containerComponent/file`. */
export function nodesOf(type: string, text: string, path: string): readonly Node[] {
  const root = type === 'application/json' ? JSON.parse(text) : xmlRoot(text)
  return below(root, path)
}

/** The same from a node on. */
export function below(node: Node, path: string): readonly Node[] {
  return path.split('/').reduce<readonly Node[]>(
    (nodes, name) =>
      nodes.flatMap((one) => {
        const found = (one as Readonly<Record<string, unknown>> | null)?.[name]
        return found === undefined ? [] : found
      }),
    [node],
  )
}

/** The text of a node. */
export function textAt(node: Node): string {
  if (typeof node !== 'object' || node === null) return String(node)
  const { '#text': text, value } = node as { readonly '#text'?: unknown; readonly value?: unknown }
  return String(text ?? value ?? '')
}

function xmlRoot(text: string): Node {
  const parsed = XML.parse(text) as Readonly<Record<string, readonly unknown[]>>
  const [root] = Object.entries(parsed).find(([name]) => !name.startsWith('?'))?.[1] ?? []
  return root
}

/** The values of a metadata field, in a MetadataDocument at this node. */
export function valuesOf(metadata: Node | undefined, field: string): readonly string[] {
  if (metadata === undefined) return []
  return below(metadata, 'timespan/field')
    .filter((one) => below(one, 'name').map(textAt)[0] === field)
    .flatMap((one) => below(one, 'value').map(textAt))
}
