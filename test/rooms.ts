/** The files of the repository, what they import, and the circles among them. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'

/** Declarations (`.d.ts`) are generated. */
const NOT_OURS = ['**/node_modules/**', '**/dist/**', '**/*.d.ts']

export function sourcesOf(folder: string): readonly string[] {
  return globSync(`${folder}/**/*.{ts,tsx,css}`, { exclude: NOT_OURS }).toSorted()
}

export function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n')
}

/** The files that a file imports, whatever it imports of them. */
export function importsOf(file: string): readonly string[] {
  const imports = readFileSync(file, 'utf8').matchAll(/(?:from |import\(|import )'(\.[^']+)'/g)
  return [...imports].map(([, from = '']) => normalize(join(dirname(file), from)))
}

export function roomOf(file: string): string {
  return file.split(sep)[0] ?? ''
}

/** An operation is a line of `server/operations.ts`. */
export function isNoOperation(file: string): boolean {
  return !file.startsWith('server/') || !OPERATIONS.has(file)
}

const OPERATIONS: ReadonlySet<string> = new Set(importsOf('server/operations.ts'))

/** Each circle once, from its first file. */
export function circlesIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const follow = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      return
    }
    if (done.has(file)) return
    for (const next of graph.get(file) ?? []) follow(next, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) follow(file, [])
  return circles
}
