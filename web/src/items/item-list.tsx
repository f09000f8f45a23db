/** The list of items, with a search and a button that imports another. */
import { useState } from 'react'
import { whyNot } from '../actions/messages.ts'
import { useMay } from '../session/use-may.ts'
import { useSettled } from '../time/clock.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { setSearchParams, useSearchParams } from '../url/search-params.ts'
import { ImportDialog } from './import-dialog.tsx'
import { ItemCard } from './item-card.tsx'
import { useItems } from './use-items.ts'

/** As many are added when more are asked for. */
const PAGE = 48
const SETTLES_MS = 300

export function ItemList() {
  const text = useSearchParams().get('words') ?? ''
  const [number, setNumber] = useState(PAGE)
  const { data, error } = useItems(useSettled(text.trim(), SETTLES_MS), number)
  return (
    <>
      <ItemBar text={text} hits={data?.hits} />
      {error && (
        <p className="items-wait" role="alert">
          {whyNot(error)}
        </p>
      )}
      {data?.hits === 0 && (text === '' ? <NoItemsYet /> : <NoMatch />)}
      <ul className="items-grid" aria-label="Items">
        {data?.item.map((item) => (
          <ItemCard key={item.id} item={item} />
        ))}
      </ul>
      {data && data.item.length < data.hits && (
        <div className="items-wait">
          <Button onClick={() => setNumber(number + PAGE)}>Show more</Button>
        </div>
      )}
    </>
  )
}

function ItemBar({ text, hits }: { readonly text: string; readonly hits: number | undefined }) {
  const may = useMay()
  const [importing, setImporting] = useState(false)
  return (
    <div className="items-bar">
      <SearchField
        label="Search items"
        placeholder="Search titles and other metadata"
        value={text}
        maxLength={200}
        onChange={(words) => setSearchParams({ words }, 'replace')}
      />
      {may.import && (
        <Button look="primary" onClick={() => setImporting(true)}>
          Import…
        </Button>
      )}
      <span className="filter-hits" role="status">
        {hits !== undefined && `${hits.toLocaleString()} ${hits === 1 ? 'item' : 'items'}`}
      </span>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  )
}

function NoItemsYet() {
  return (
    <section className="empty">
      <Icon name="film" />
      <h2>No items yet</h2>
      <p>
        An import makes an item of a file: with its metadata, its pictures and the copies that you choose.
      </p>
    </section>
  )
}

function NoMatch() {
  return (
    <section className="empty">
      <Icon name="search" />
      <h2>No matches</h2>
      <p>No item contains all of these words.</p>
      <Button onClick={() => setSearchParams({ words: undefined })}>Clear search</Button>
    </section>
  )
}
