/** The name of a file on one line, shortened in the middle where there is no room. */
import './file-name.css'

/** The last characters, with the extension and often a number, are never cut. */
const KEPT = 11

/** `title`: shown on hover, such as the whole path. */
export function FileName({ name, title }: { readonly name: string; readonly title?: string | undefined }) {
  const letters = [...name]
  const cut = Math.max(0, letters.length - KEPT)
  return (
    <span className="file-name" title={title}>
      <span className="file-name-start">{letters.slice(0, cut).join('')}</span>
      <span className="file-name-end">{letters.slice(cut).join('')}</span>
    </span>
  )
}
