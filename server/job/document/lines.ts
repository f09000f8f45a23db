/** Puts a text on one line or into one column: replaces line breaks and tabs with a space. */
export function onOneLine(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, ' ')
}
