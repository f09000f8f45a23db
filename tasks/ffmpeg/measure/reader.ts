/** Reads what the filters print of each frame, and keeps what it says of the whole file. */

import { MIN_TONE_S } from './graph.ts'
import { commonOf, complementOf, longerThan } from './intervals.ts'
import type { Interval, Measured, MeasuredAudio, Measures, Statistic } from './measures.ts'

type Frame = ReadonlyMap<string, string>

/** What it reads for, and how far the file goes if it says so. */
interface Reading {
  readonly measures: Measures
  /** Index of the stream of each check; undefined for a check that cannot be made. */
  readonly checked: readonly (number | undefined)[]
}

export interface MeasureReader {
  /** Takes a line; returns the time of the frame that it begins, s. */
  take(line: string): number | undefined
  measured(): Measured
}

export function measureReader(reading: Reading): MeasureReader {
  const branches = new Map<string, Branch>()
  let frame = new Map<string, string>()
  let atS = 0
  const close = (): void => {
    const from = frame.get('from')
    if (from === undefined) return
    const branch = branches.get(from) ?? new Branch()
    branches.set(from, branch)
    branch.take(atS, frame)
  }
  return {
    take(line) {
      const ticks = /^frame:\d+ +pts:(-?\d+)/.exec(line)?.[1]
      if (ticks === undefined) {
        const at = line.indexOf('=')
        if (at > 0) frame.set(line.slice(0, at), line.slice(at + 1))
        return undefined
      }
      close()
      frame = new Map()
      atS = Math.max(0, Number(ticks) / 1_000_000)
      return atS
    },
    measured() {
      close()
      frame = new Map()
      return measuredOf(branches, reading)
    },
  }
}

/** What one branch of the graph has said. */
class Branch {
  /** By the name of the property: `black`, `silence.1`. */
  readonly #intervals = new Map<string, Interval[]>()
  readonly #open = new Map<string, number>()
  readonly #sums = new Map<string, { min: number; sum: number; max: number; count: number }>()
  readonly scenes: { atS: number; score: number }[] = []
  last: Frame = new Map()
  crop: Frame = new Map()
  loudness: Frame = new Map()
  isCut = false
  endS = 0
  #lengthS = 0

  take(atS: number, frame: Frame): void {
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

  #takeValue(atS: number, key: string, value: string, frame: Frame): void {
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
  #close(name: string, endS: number, frame: Frame): void {
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

function measuredOf(branches: ReadonlyMap<string, Branch>, reading: Reading): Measured {
  const { measures } = reading
  const video = branches.get('v') ?? new Branch()
  const bars = branches.get('bars') ?? new Branch()
  const crop = cropOf(video)
  const interlace = measures.interlace && interlaceOf(video)
  return {
    black: longerThan(measures.black?.minS ?? 0, video.intervals('black')),
    bars: longerThan(measures.bars?.minS ?? 0, bars.intervals('black')),
    freeze: video.intervals('freeze'),
    scenes: video.scenes,
    ...(crop && { crop }),
    ...(interlace && { interlace }),
    signal: branches.get('signal')?.statistics() ?? {},
    audio: audioFrom(branches, reading),
    isCut: [...branches.values()].some(({ isCut }) => isCut),
  }
}

function cropOf({ crop }: Branch): Measured['crop'] {
  const [width, height, x, y] = ['w', 'h', 'x', 'y'].map((name) =>
    Number(crop.get(`lavfi.cropdetect.${name}`)),
  )
  if (!width || !height || height < 0 || x === undefined || y === undefined) return undefined
  return { width, height, x, y }
}

function interlaceOf({ last }: Branch): Measured['interlace'] {
  const of = (name: string) => Number(last.get(`lavfi.idet.multiple.${name}`) ?? 0)
  return {
    ...{ tff: of('tff'), bff: of('bff') },
    ...{ progressive: of('progressive'), undetermined: of('undetermined') },
  }
}

function audioFrom(branches: ReadonlyMap<string, Branch>, reading: Reading): readonly MeasuredAudio[] {
  const mains = [...branches.keys()].flatMap((name) => /^a(\d+)$/.exec(name)?.[1] ?? [])
  const streams = new Set([...mains.map(Number), ...reading.checked.filter((one) => one !== undefined)])
  return [...streams]
    .toSorted((a, b) => a - b)
    .map((stream) => {
      const main = branches.get(`a${stream}`)
      const loudness = main && loudnessOf(main)
      return {
        stream,
        silence: [...(main ? silencesOf(main) : []), ...quietOf(branches, reading, stream)],
        tones: tonesOf(branches, reading, stream),
        ...(loudness && { loudness }),
      }
    })
}

/** Channels are numbered from 1 in the names of ffmpeg. */
function silencesOf(branch: Branch): MeasuredAudio['silence'] {
  return branch.names().flatMap((name) => {
    const channel = Math.max(0, Number(/^silence\.(\d+)$/.exec(name)?.[1] ?? 1) - 1)
    return name.startsWith('silence') ? branch.intervals(name).map((one) => ({ ...one, channel })) : []
  })
}

function quietOf(
  branches: ReadonlyMap<string, Branch>,
  reading: Reading,
  stream: number,
): MeasuredAudio['silence'] {
  return reading.measures.channels.flatMap(({ channel }, at) => {
    const branch = reading.checked[at] === stream ? branches.get(`quiet${at}`) : undefined
    return branch ? silencesOf(branch).map((one) => ({ ...one, channel })) : []
  })
}

/** Where the tone is heard, and nothing else. */
function tonesOf(
  branches: ReadonlyMap<string, Branch>,
  reading: Reading,
  stream: number,
): MeasuredAudio['tones'] {
  return reading.measures.channels.flatMap(({ channel, tone }, at) =>
    tone.flatMap((hertz, which) => {
      const [heard, rest] = [branches.get(`tone${at}.${which}`), branches.get(`rest${at}.${which}`)]
      if (reading.checked[at] !== stream || !heard || !rest) return []
      const loud = complementOf(heard.intervals('silence'), heard.endS)
      const pure = commonOf(loud, rest.intervals('silence'))
      return longerThan(MIN_TONE_S, pure).map((one) => ({ ...one, channel, tone: hertz }))
    }),
  )
}

function loudnessOf({ loudness: last }: Branch): MeasuredAudio['loudness'] {
  const [integrated, range] = [Number(last.get('lavfi.r128.I')), Number(last.get('lavfi.r128.LRA'))]
  if (Number.isNaN(integrated) || Number.isNaN(range)) return undefined
  const [truePeak, samplePeak] = [decibelsOf(last, 'true_peak'), decibelsOf(last, 'sample_peak')]
  return {
    ...{ integrated, range },
    ...(truePeak !== undefined && { truePeak }),
    ...(samplePeak !== undefined && { samplePeak }),
  }
}

function decibelsOf(frame: Frame, name: string): number | undefined {
  const amplitude = Number(frame.get(`lavfi.r128.${name}`))
  return amplitude > 0 ? Math.round(200 * Math.log10(amplitude)) / 10 : undefined
}
