/** The metadata of an item, field by field. */
import { type Item, type Terse, valuesOf } from '../api/items/item.ts'
import { Card } from '../detail/card.tsx'
import '../detail/metadata/pairs.css'

/** Names of the server's own fields start with `__`: they say again what the shapes and storages say. */
export function ItemValues({ item }: { readonly item: Item }) {
  const fields = Object.keys((item.terse as Terse | undefined) ?? {}).filter((name) => !name.startsWith('__'))
  if (fields.length === 0) return null
  return (
    <Card title="Metadata" count={fields.length} folded>
      <dl className="pairs">
        {fields.map((field) => (
          <div key={field} className="pair">
            <dt>{field}</dt>
            <dd>{valuesOf(item, field).join(', ')}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
