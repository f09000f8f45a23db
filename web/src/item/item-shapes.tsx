/** The shapes of an item: what each one holds, and a link that downloads its file. */
import { sayBytes } from '../about/say-bytes.ts'
import type { Shape } from '../api/items/item.ts'
import { Card } from '../detail/card.tsx'
import { linkOf } from '../items/links.ts'
import { Icon } from '../ui/icon.tsx'
import { contentOf, stateOf } from './about-shape.ts'

export function ItemShapes({ shapes }: { readonly shapes: readonly Shape[] }) {
  if (shapes.length === 0) return null
  return (
    <Card title="Shapes" count={shapes.length}>
      <ul className="item-shapes">
        {shapes.map((shape) => (
          <OneShape key={shape.id} shape={shape} />
        ))}
      </ul>
    </Card>
  )
}

function OneShape({ shape }: { readonly shape: Shape }) {
  const [file] = shape.containerComponent?.file ?? []
  const link = linkOf(shape)
  const name = (shape.tag ?? []).join(', ') || (shape.id ?? '')
  const facts = [shape.id, ...contentOf(shape), ...(file?.size === undefined ? [] : [sayBytes(file.size)])]
  return (
    <li className="item-shape">
      <span className="item-shape-name">{name}</span>
      <span className="item-facts">
        {facts.join(' · ')}
        <ShapeState shape={shape} />
      </span>
      {link !== undefined && (
        <a className="button button-plain" href={link} download={file?.path} aria-label={`Download ${name}`}>
          <Icon name="download" />
          <span className="button-text">Download</span>
        </a>
      )}
    </li>
  )
}

/** Only where its file is not just there. */
function ShapeState({ shape }: { readonly shape: Shape }) {
  const state = stateOf(shape)
  if (state === undefined) return null
  return (
    <span className={`item-shape-state tone-${state.tone}`}>
      <Icon name={state.tone === 'bad' ? 'warning' : 'hourglass'} />
      {state.word}
    </span>
  )
}
