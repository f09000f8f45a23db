/** What a ready step needs of a node: ready steps of one need are alike to admission, so it is kept as one text. */
export interface Need {
  /** The type of the job. */
  readonly type: string
  /** The kind of slot it takes; `short` takes none. */
  readonly category: string
  /** The name ffmpeg has for it. */
  readonly encoder?: string
  /** Memory of one GPU, MiB. */
  readonly vramMiB?: number
  /** The storages it has to reach, in order. */
  readonly reach?: readonly string[]
  /** The task groups of the job, in order. */
  readonly groups?: readonly string[]
  /** Clean-up steps are started whatever is paused or full. */
  readonly cleanup?: true
}

/** The need as it is kept: equal needs give equal texts. Pure. */
export function keyOf({ type, category, encoder, vramMiB, reach, groups, cleanup }: Need): string {
  return JSON.stringify({
    ...{ type, category, encoder, vramMiB: vramMiB || undefined },
    ...{ reach: listed(reach), groups: listed(groups), cleanup: cleanup || undefined },
  })
}

/** The need that was kept. Pure. */
export function needFrom(key: string): Need {
  return JSON.parse(key) as Need
}

function listed(names: readonly string[] | undefined): readonly string[] | undefined {
  return names && names.length > 0 ? [...new Set(names)].toSorted() : undefined
}
