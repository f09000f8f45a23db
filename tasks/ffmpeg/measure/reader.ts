/** Reads what the filters print of each frame, and keeps what it says of the whole file. */

import { Branch, type FrameFacts } from './branch.ts'
import { MIN_TONE_S } from './graph.ts'
import { commonOf, complementOf, longerThan } from './intervals.ts'
import type { Measured, MeasuredAudio, Measures } from './measures.ts'

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
    ...{ integrated: tenths(integrated), range: tenths(range) },
    ...(truePeak !== undefined && { truePeak }),
    ...(samplePeak !== undefined && { samplePeak }),
  }
}

function decibelsOf(frame: FrameFacts, name: string): number | undefined {
  const amplitude = Number(frame.get(`lavfi.r128.${name}`))
  return amplitude > 0 ? tenths(20 * Math.log10(amplitude)) : undefined
}

/** EBU Tech 3341 asks for no more digits. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10
}
