/** The page of one item. */
import { useState } from 'react'
import { whyNot } from '../actions/messages.ts'
import { type Item, valuesOf } from '../api/items/item.ts'
import { factsOf, nameOf } from '../items/about-item.ts'
import { playablesOf } from '../items/links.ts'
import { openItem, useItem } from '../items/use-items.ts'
import { useMay } from '../session/use-may.ts'
import { Since } from '../time/since.tsx'
import { Button } from '../ui/button.tsx'
import { ItemJobs } from './item-jobs.tsx'
import { ItemPictures } from './item-pictures.tsx'
import { ItemPlayer } from './item-player.tsx'
import { ItemShapes } from './item-shapes.tsx'
import { ItemValues } from './item-values.tsx'
import { TranscodeDialog } from './transcode-dialog.tsx'
import './item.css'

export function ItemPage({ id }: { readonly id: string }) {
  const { data: item, error } = useItem(id)
  return (
    <article className="item" aria-label={`Item ${id}`}>
      <div>
        <Button look="quiet" icon="back" onClick={() => openItem(undefined)}>
          All items
        </Button>
      </div>
      {item ? (
        <Sections id={id} item={item} />
      ) : (
        <p className="items-wait">{error ? whyNot(error) : 'Loading…'}</p>
      )}
    </article>
  )
}

/** In display order: what it is, what it looks like, what it has, and what was done. */
function Sections({ id, item }: { readonly id: string; readonly item: Item }) {
  const shapes = item.shape ?? []
  const playables = playablesOf(shapes)
  const [chosen, choose] = useState<string>()
  const playable = playables.find(({ shapeId }) => shapeId === chosen) ?? playables[0]
  return (
    <>
      <Head id={id} item={item} />
      {playable && <ItemPlayer key={playable.shapeId} id={id} playable={playable} name={nameOf(item)} />}
      <ItemPictures item={item} />
      <ItemShapes shapes={shapes} playables={playables} playing={playable?.shapeId} onPlay={choose} />
      <ItemJobs id={id} />
      <ItemValues item={item} />
    </>
  )
}

function Head({ id, item }: { readonly id: string; readonly item: Item }) {
  const may = useMay()
  const [transcoding, setTranscoding] = useState(false)
  const [created] = valuesOf(item, 'created')
  return (
    <header className="item-head">
      <div>
        <h2>{nameOf(item)}</h2>
        <p className="item-facts">
          {[id, ...factsOf(item)].join(' · ')}
          {created !== undefined && (
            <>
              {' · '}
              <Since time={created} />
            </>
          )}
        </p>
      </div>
      {may.transcode && (
        <Button look="primary" onClick={() => setTranscoding(true)}>
          Transcode…
        </Button>
      )}
      {transcoding && <TranscodeDialog id={id} name={nameOf(item)} onClose={() => setTranscoding(false)} />}
    </header>
  )
}
