/** Adds a ticket to the links in playlists and manifests, which players follow as they are. Pure. */

/** `name` tells the kind; other files stay as they are. */
export function withTicket(name: string, text: string, ticket: string): string {
  const query = `?ticket=${encodeURIComponent(ticket)}`
  if (name.endsWith('.m3u8'))
    return text
      .split('\n')
      .map((line) =>
        line.startsWith('#') ? line.replace(/URI="([^"]+)"/g, `URI="$1${query}"`) : named(line, query),
      )
      .join('\n')
  return text
    .replace(
      /(\s(?:initialization|media)=")([^"]+)"/g,
      (_, attribute, link) => `${attribute}${link}${query}"`,
    )
    .replace(/<BaseURL>([^<]+)<\/BaseURL>/g, (_, link) => `<BaseURL>${link}${query}</BaseURL>`)
}

function named(line: string, query: string): string {
  return line.trim() === '' ? line : `${line.trim()}${query}`
}

/** Whether the file names others. */
export function namesOthers(name: string): boolean {
  return /\.(m3u8|mpd)$/.test(name)
}
