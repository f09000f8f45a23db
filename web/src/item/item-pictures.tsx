/** The thumbnails of an item, in the order of their time. */
import type { Item } from '../api/items/item.ts'
import { Card } from '../detail/card.tsx'
import { openUrl } from '../items/links.ts'
import { sayLabel } from '../outputs/job-outputs.tsx'

/** More would be slow to load, and too many to look at. */
const MOST = 60

export function ItemPictures({ item: { thumbnails } }: { readonly item: Item }) {
  const links = thumbnails?.uri ?? []
  if (links.length < 2) return null
  return (
    <Card title="Thumbnails" count={links.length} folded>
      <ul className="item-pictures">
        {links.slice(0, MOST).map((link) => (
          <li key={link}>
            <img src={openUrl(link)} alt={timeOf(link)} loading="lazy" />
            <span aria-hidden="true">{timeOf(link)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** `62@25` is the last part of the path. */
function timeOf(link: string): string {
  return sayLabel(new URL(link, location.href).pathname.split('/').at(-1) ?? '')
}
