/** One item in the list: its picture, name, kind and shapes. */
import { useState } from 'react'
import { type Item, valuesOf } from '../api/items/item.ts'
import { Icon } from '../ui/icon.tsx'
import { factsOf, iconOf, nameOf } from './about-item.ts'
import { pictureOf } from './links.ts'
import { openItem } from './use-items.ts'

export function ItemCard({ item }: { readonly item: Item }) {
  const { id = '' } = item
  return (
    <li className="item-card">
      <a
        href={`?view=items&item=${encodeURIComponent(id)}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          openItem(id)
        }}
      >
        <Picture item={item} />
        <span className="item-name">{nameOf(item)}</span>
        <span className="item-facts">{[...factsOf(item), id].join(' · ')}</span>
      </a>
      <span className="item-tags">
        {valuesOf(item, 'shapeTag').map((tag) => (
          <span key={tag} className="item-tag">
            {tag}
          </span>
        ))}
      </span>
    </li>
  )
}

/** An icon where there is no picture. */
function Picture({ item }: { readonly item: Item }) {
  const [failed, setFailed] = useState(false)
  const src = pictureOf(item)
  return (
    <span className="item-picture">
      <Icon name={iconOf(item)} />
      {src !== undefined && !failed && (
        <img src={src} alt="" loading="lazy" onError={() => setFailed(true)} />
      )}
    </span>
  )
}
