/** A button that copies a text to the clipboard. */
import { Button } from './button.tsx'
import { say } from './toast.tsx'

/** `what`: the object of the label, as in `Copy command`. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  return <Button look="quiet" icon="copy" aria-label={`Copy ${what}`} onClick={() => void copy(text)} />
}

/** Copies to the clipboard and reports the outcome as a toast. */
export async function copy(text: string): Promise<void> {
  const copied = await writeToClipboard(text)
  if (copied) say('Copied.')
  else say('The browser blocked copying.', 'bad')
}

/** Without TLS, browsers have no clipboard API, but can copy a selection. */
async function writeToClipboard(text: string): Promise<boolean> {
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
