/** The view of the items: the list, or the page of one. */
import { ItemPage } from '../item/item-page.tsx'
import { ItemList } from './item-list.tsx'
import { useOpenItem } from './use-items.ts'
import './items.css'

export function ItemsView() {
  const id = useOpenItem()
  return <div className="items">{id === undefined ? <ItemList /> : <ItemPage key={id} id={id} />}</div>
}
