import { Button } from './button.tsx'
import { say } from './toast.tsx'

/** Copies a text. `what`: what it is, as in `Copy command`. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  return <Button look="quiet" icon="copy" aria-label={`Copy ${what}`} onClick={() => void copy(text)} />
}

/** To the clipboard, and says so. */
export async function copy(text: string): Promise<void> {
  const copied = await written(text)
  if (copied) say('Copied.')
  else say('The browser did not let it be copied.', 'bad')
}

/** Without TLS browsers have no clipboard for pages, but for what is selected. */
async function written(text: string): Promise<boolean> {
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (clipboard) {
    return clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  }
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  return copied
}
