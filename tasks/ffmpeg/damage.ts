/** Counts what the decoders of ffmpeg could not decode, by its messages. */

export interface Damaged {
  /** Packets or frames that are not in the output. */
  readonly lost: number
  /** Frames that are, with visible errors. */
  readonly corrupt: number
}

/** By the index of the stream in the source. */
export type Damage = Readonly<Record<number, Damaged>>

/** Takes the messages one by one. `byType`: of several sources, with 0 for all video and 1 for all audio. */
export function damageCounter({ byType = false } = {}): {
  readonly take: (message: string) => void
  readonly damage: () => Damage
} {
  const damage: Record<number, Damaged> = {}
  const add = (index: number, { lost = 0, corrupt = 0 }: Partial<Damaged>): void => {
    const before = damage[index] ?? { lost: 0, corrupt: 0 }
    damage[index] = { lost: before.lost + lost, corrupt: before.corrupt + corrupt }
  }
  return {
    damage: () => damage,
    take: (message) => {
      const indexOf = (pattern: RegExp) => {
        if (!byType) return pattern.exec(message)?.slice(1).find(Boolean)
        const [, type] = pattern.exec(message) ? (TYPE.exec(message) ?? []) : []
        return type && (type === 'v' ? '0' : '1')
      }
      const [lost, corrupt] = [
        indexOf(byType ? LOST_OF_ANY : LOST),
        indexOf(byType ? CORRUPT_OF_ANY : CORRUPT),
      ]
      if (lost !== undefined) add(Number(lost), { lost: 1 })
      if (corrupt !== undefined) add(Number(corrupt), { corrupt: 1 })
    },
  }
}

/** ffmpeg from 7, then before it. */
const LOST =
  /\[[va]ist#0:(\d+)\/.*(?:Error submitting packet to decoder|Decoding error)|Error while decoding stream #0:(\d+)/
const CORRUPT = /\[[va]ist#0:(\d+)\/.*corrupt decoded frame|corrupt decoded frame in stream (\d+)/
const LOST_OF_ANY = /\[[va]ist#\d+:\d+\/.*(?:Error submitting packet to decoder|Decoding error)/
const CORRUPT_OF_ANY = /\[[va]ist#\d+:\d+\/.*corrupt decoded frame/
const TYPE = /\[([va])ist#/
