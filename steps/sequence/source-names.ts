/** The names that a job gives its sources: item ids, reels, clip names. Pure. */

/** URIs by name. */
export type SourceNames = ReadonlyMap<string, string>

/** A line each, as `name=URI`; or the line that is none. */
export function sourceNames(text: string): SourceNames | { readonly wrong: string } {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const pairs = lines.map((line) => /^([^=]+)=\s*((?:file:|\/).*)$/.exec(line))
  const wrong = lines.find((_, at) => pairs[at] === null)
  if (wrong !== undefined) return { wrong }
  return new Map(pairs.map((pair) => [pair?.[1]?.trim() ?? '', pair?.[2] ?? '']))
}
