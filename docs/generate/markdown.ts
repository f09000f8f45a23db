/** The little Markdown that the reference is written in. */

export type Page = { readonly path: string; readonly text: string }

/** A page and the line that says where it comes from. */
export function page(path: string, title: string, from: string, parts: readonly string[]): Page {
  const origin = `<!-- Written by \`npm run docs\` from ${from}: change that, not this. -->`
  return { path, text: `${[origin, `# ${title}`, ...parts].join('\n\n')}\n` }
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(line).join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`
}

/** A bar would end the cell, even inside code. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')
}

export function code(text: string): string {
  return `\`${text}\``
}

/** `A`, `B` */
export function codes(texts: readonly string[]): string {
  return texts.map(code).join(', ')
}

export function mermaid(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n')
}

/** What stands for nothing in a table. */
export const NONE = '–'
