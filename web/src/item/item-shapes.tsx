/** The shapes of an item: what each one holds, and a link that downloads its file. */
import { sayBytes } from '../about/say-bytes.ts'
import type { Shape } from '../api/items/item.ts'
import { Card } from '../detail/card.tsx'
import { linkOf, type Playable } from '../items/links.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { contentOf, stateOf } from './about-shape.ts'

interface Props {
  readonly shapes: readonly Shape[]
  readonly playables: readonly Playable[]
  /** The id of the shape in the player. */
  readonly playing: string | undefined
  readonly onPlay: (shapeId: string) => void
}

export function ItemShapes({ shapes, playables, playing, onPlay }: Props) {
  if (shapes.length === 0) return null
  return (
    <Card title="Shapes" count={shapes.length}>
      <ul className="item-shapes">
        {shapes.map((shape) => (
          <OneShape
            key={shape.id}
            shape={shape}
            onPlay={
              shape.id !== playing && playables.some(({ shapeId }) => shapeId === shape.id)
                ? () => onPlay(shape.id ?? '')
                : undefined
            }
          />
        ))}
      </ul>
    </Card>
  )
}

interface ShapeProps {
  readonly shape: Shape
  /** Undefined where it cannot be played, and for the one in the player. */
  readonly onPlay: (() => void) | undefined
}

function OneShape({ shape, onPlay }: ShapeProps) {
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
      <span className="item-shape-actions">
        {onPlay && (
          <Button icon="play" aria-label={`Play ${name}`} onClick={onPlay}>
            Play
          </Button>
        )}
        {link !== undefined && (
          <a
            className="button button-plain"
            href={link}
            download={file?.path}
            aria-label={`Download ${name}`}
          >
            <Icon name="download" />
            <span className="button-text">Download</span>
          </a>
        )}
      </span>
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
