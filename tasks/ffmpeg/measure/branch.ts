/** Keeps what one branch of the graph says of each frame. */
import type { Interval, Statistic } from './measures.ts'

/** What the filters know of a frame, by the names of ffmpeg. */
export type FrameFacts = ReadonlyMap<string, string>

/** What one branch of the graph has said. */
export class Branch {
  /** By the name of the property: `black`, `silence.1`. */
  readonly #intervals = new Map<string, Interval[]>()
  readonly #open = new Map<string, number>()
  readonly #sums = new Map<string, { min: number; sum: number; max: number; count: number }>()
  readonly scenes: { atS: number; score: number }[] = []
  last: FrameFacts = new Map()
  crop: FrameFacts = new Map()
  loudness: FrameFacts = new Map()
  isCut = false
  endS = 0
  #lengthS = 0

  take(atS: number, frame: FrameFacts): void {
    this.#lengthS = Math.max(0, atS - this.endS) || this.#lengthS
    this.endS = atS
    this.last = frame
    if (Number(frame.get('lavfi.cropdetect.w')) > 0) this.crop = frame
    if (frame.has('lavfi.r128.I')) this.loudness = frame
    for (const [key, value] of frame) this.#takeValue(atS, key, value, frame)
  }

  /** Until the end of the last frame. */
  intervals(name: string): readonly Interval[] {
    const open = this.#open.get(name)
    const endS = this.endS + this.#lengthS
    return [...(this.#intervals.get(name) ?? []), ...(open === undefined ? [] : [{ startS: open, endS }])]
  }

  names(): readonly string[] {
    return [...new Set([...this.#intervals.keys(), ...this.#open.keys()])]
  }

  statistics(): Readonly<Record<string, Statistic>> {
    const means = [...this.#sums].map(([name, { min, sum, max, count }]) => [
      name,
      { min, mean: sum / count, max },
    ])
    return Object.fromEntries(means)
  }

  #takeValue(atS: number, key: string, value: string, frame: FrameFacts): void {
    const [, name = '', end, channel = ''] =
      /^lavfi\.(?:freezedetect\.)?(black|freeze|silence)_(start|end)(\.\d+)?$/.exec(key) ?? []
    if (end === 'start') this.#open.set(`${name}${channel}`, name === 'black' ? atS : Number(value))
    if (end === 'end') this.#close(`${name}${channel}`, name === 'silence' ? Number(value) : atS, frame)
    if (key === 'lavfi.scd.time')
      this.#keep(this.scenes, { atS, score: Number(frame.get('lavfi.scd.score')) })
    const measure = /^lavfi\.(?:signalstats|siti)\.(\w+)$/.exec(key)?.[1]
    if (measure !== undefined) this.#add(measure, Number(value))
  }

  /** A freeze says how long it was, with all digits. */
  #close(name: string, endS: number, frame: FrameFacts): void {
    const open = this.#open.get(name)
    this.#open.delete(name)
    if (open === undefined) return
    const lengthS = name === 'freeze' ? Number(frame.get('lavfi.freezedetect.freeze_duration')) : Number.NaN
    const startS = Number.isNaN(lengthS) ? open : Math.round((endS - lengthS) * 1e6) / 1e6
    const intervals = this.#intervals.get(name) ?? []
    this.#intervals.set(name, intervals)
    this.#keep(intervals, { startS: Math.max(0, startS), endS })
  }

  #keep<Found>(list: Found[], found: Found): void {
    if (list.length < MOST) list.push(found)
    else this.isCut = true
  }

  #add(name: string, value: number): void {
    if (!Number.isFinite(value)) return
    const sum = this.#sums.get(name) ?? { min: value, sum: 0, max: value, count: 0 }
    this.#sums.set(name, sum)
    sum.min = Math.min(sum.min, value)
    sum.max = Math.max(sum.max, value)
    sum.sum += value
    sum.count += 1
  }
}

/** A film has a few thousand cuts; noise could have millions. */
const MOST = 10_000
