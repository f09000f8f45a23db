/** A text that stands on a line of its own, or in one column of it: line ends and tabs are a blank. */
export function onOneLine(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, ' ')
}
