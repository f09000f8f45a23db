/**
 * Chooses shapes of an item by version, tag, and whether they are placeholders (wire-media.md §4.1). Pure.
 */

/** `latest-per-shapetag`: of each tag, the latest version that has it. */
export type ShapeVersion = 'latest' | 'all' | 'latest-per-shapetag' | number

export interface ShapesWanted {
  readonly version?: ShapeVersion
  /** Only shapes with one of these. Absent or empty: all. */
  readonly tags?: readonly string[]
  /** Default: no placeholders. `only`: nothing else. */
  readonly placeholders?: 'none' | 'only' | 'too'
}

interface Choosable {
  readonly essenceVersion: number
  readonly tags: readonly string[]
  readonly expected: unknown
}

export function chosenShapes<S extends Choosable>(
  shapes: readonly S[],
  { version = 'latest', tags = [], placeholders = 'none' }: ShapesWanted,
): readonly S[] {
  const shown = shapes
    .filter(({ expected }) => placeholders === 'too' || (expected !== null) === (placeholders === 'only'))
    .filter((shape) => tags.length === 0 || tags.some((tag) => shape.tags.includes(tag)))
  if (version === 'all') return shown
  if (version === 'latest-per-shapetag') {
    const latest = new Map<string, number>()
    for (const { tags: own, essenceVersion } of shapes)
      for (const tag of own) latest.set(tag, Math.max(latest.get(tag) ?? 0, essenceVersion))
    return shown.filter(({ tags: own, essenceVersion }) =>
      own.some((tag) => latest.get(tag) === essenceVersion),
    )
  }
  const wanted = version === 'latest' ? latestOf(shapes) : version
  return shown.filter(({ essenceVersion }) => essenceVersion === wanted)
}

/** The highest number of an essence version; 0 without shapes. */
export function latestOf(shapes: readonly Pick<Choosable, 'essenceVersion'>[]): number {
  return Math.max(0, ...shapes.map(({ essenceVersion }) => essenceVersion))
}
