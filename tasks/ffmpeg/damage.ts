/** Counts what the decoders of ffmpeg could not decode, by its messages. */

export interface Damaged {
  /** Packets or frames that are not in the output. */
  readonly lost: number
  /** Frames that are, with visible errors. */
  readonly corrupt: number
}

/** By the index of the stream in the source. */
export type Damage = Readonly<Record<number, Damaged>>

/** Takes the messages one by one. */
export function damageCounter(): { readonly take: (message: string) => void; readonly damage: () => Damage } {
  const damage: Record<number, Damaged> = {}
  const add = (index: number, { lost = 0, corrupt = 0 }: Partial<Damaged>): void => {
    const before = damage[index] ?? { lost: 0, corrupt: 0 }
    damage[index] = { lost: before.lost + lost, corrupt: before.corrupt + corrupt }
  }
  return {
    damage: () => damage,
    take: (message) => {
      const index = LOST.exec(message)?.slice(1).find(Boolean)
      if (index !== undefined) add(Number(index), { lost: 1 })
      const corrupt = CORRUPT.exec(message)?.slice(1).find(Boolean)
      if (corrupt !== undefined) add(Number(corrupt), { corrupt: 1 })
    },
  }
}

/** ffmpeg from 7, then before it. */
const LOST =
  /\[[va]ist#0:(\d+)\/.*(?:Error submitting packet to decoder|Decoding error)|Error while decoding stream #0:(\d+)/
const CORRUPT = /\[[va]ist#0:(\d+)\/.*corrupt decoded frame|corrupt decoded frame in stream (\d+)/
