/** The requirements of a step, stored as one text. */

/** The category of transactional steps, whose slots are not configured. */
export const NO_SLOT = 'none'

/** What a step requires of a node and of the queue. Admission treats ready steps with equal needs alike. */
export interface Need {
  /** The type of the job. */
  readonly type: string
  /** The category of the slot it takes. */
  readonly category: string
  /** By its ffmpeg name. */
  readonly encoder?: string
  /** Memory of one GPU, MiB. */
  readonly vramMiB?: number
  /** The storages the node must reach, sorted. */
  readonly reach?: readonly string[]
  /** It runs ffmpeg or ffprobe. */
  readonly media?: true
  /** The task groups of the job, sorted. */
  readonly groups?: readonly string[]
  /** Clean-up steps start even if the queue is paused or full. */
  readonly cleanup?: true
}

/** The text that is stored; equal needs give equal texts. Pure. */
export function keyOf({ type, category, encoder, vramMiB, reach, media, groups, cleanup }: Need): string {
  return JSON.stringify({
    ...{ type, category, encoder, vramMiB: vramMiB || undefined },
    ...{
      reach: listed(reach),
      media: media || undefined,
      groups: listed(groups),
      cleanup: cleanup || undefined,
    },
  })
}

/** The need that `keyOf` stored. Pure. */
export function needFrom(key: string): Need {
  return JSON.parse(key) as Need
}

function listed(names: readonly string[] | undefined): readonly string[] | undefined {
  return names && names.length > 0 ? [...new Set(names)].toSorted() : undefined
}
