/** Shows how many warnings and errors a job or an attempt has logged. */
import { Icon } from '../ui/icon.tsx'
import { type Counted, seriousWords } from './serious.ts'

/** Nothing, if there are neither. */
export function SeriousTag({ of, className }: { readonly of: Counted; readonly className: string }) {
  const words = seriousWords(of)
  if (words === '') return null
  return (
    <span className={`${className} tone-warning`}>
      <Icon name="warning" />
      {words}
    </span>
  )
}
