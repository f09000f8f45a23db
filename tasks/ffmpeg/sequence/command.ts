/** The command of ffmpeg that renders a sequence. Pure. */
import type { ProgramFile } from '../../program/program-file.ts'
import type { RenditionPlan } from '../plan/rendition.ts'
import type { Canvas } from './canvas.ts'
import { type Graph, graphOf } from './graph.ts'
import { type Inputs, inputParameters, inputsOf } from './inputs.ts'
import type { Sequence } from './sequence.ts'

export interface SequenceRun {
  readonly ffmpeg: ProgramFile
  readonly sequence: Sequence
  readonly canvas: Canvas
  /** Planned on the media of the canvas: stream 0 is its picture, stream 1 its sound. */
  readonly outputs: readonly { readonly plan: RenditionPlan; readonly path: string }[]
}

/** The whole command, and the files that it reads. */
export function sequenceCommand({ ffmpeg, sequence, canvas, outputs }: SequenceRun): {
  readonly line: readonly string[]
  readonly reads: readonly string[]
} {
  const inputs = inputsOf(sequence)
  const { chains, maps } = forOutputs(graphOf(sequence, canvas, inputs), outputs)
  return {
    reads: readsOf(sequence, inputs),
    line: [
      ...[ffmpeg.path, ...HEAD, ...inputParameters(inputs)],
      ...['-filter_complex', chains.join(';')],
      ...outputs.flatMap(({ plan, path }, at) => [
        ...plan.streams.flatMap(({ options }, of) => ['-map', `[${maps[at]?.[of]}]`, ...options]),
        // There is no source whose metadata could be taken.
        ...['-map_metadata', '-1', ...withoutMaps(plan.options)],
        ...['-f', plan.container.muxer, `file:${path}`],
      ]),
    ],
  }
}

// biome-ignore format: an option and its value on one line
export const HEAD = [
  '-hide_banner', '-y',
  '-loglevel', 'level+warning',
  '-progress', 'pipe:1', '-nostats', '-stats_period', '0.5',
] as const

function readsOf({ overlays }: Sequence, { inputs }: Inputs): readonly string[] {
  const fonts = overlays.flatMap((overlay) => (overlay.is === 'text' ? [overlay.font] : []))
  return [...new Set([...inputs.map(({ source }) => source.path), ...fonts])]
}

/** Each stream of each output has its own filters, after the graph that all share. */
function forOutputs({ chains, video, audio }: Graph, outputs: SequenceRun['outputs']) {
  const all = [...chains]
  const maps: string[][] = outputs.map(() => [])
  for (const [type, label] of [
    ['video', video],
    ['audio', audio],
  ] as const) {
    const uses = outputs.flatMap(({ plan }, at) =>
      plan.streams.flatMap((stream, of) =>
        stream.type === type ? [{ at, of, filters: stream.filters }] : [],
      ),
    )
    if (label === undefined) continue
    const [split, nothing] = type === 'video' ? ['split', 'null'] : ['asplit', 'anull']
    const name = ({ at, of }: { readonly at: number; readonly of: number }) => `out${at}_${of}`
    if (uses.length === 0) all.push(`[${label}]${type === 'video' ? 'nullsink' : 'anullsink'}`)
    if (uses.length > 1)
      all.push(`[${label}]${split}=${uses.length}${uses.map((use) => `[s_${name(use)}]`).join('')}`)
    for (const use of uses) {
      const filters = use.filters.length > 0 ? use.filters.join(',') : nothing
      all.push(`[${uses.length > 1 ? `s_${name(use)}` : label}]${filters}[${name(use)}]`)
      const row = maps[use.at]
      if (row) row[use.of] = name(use)
    }
  }
  return { chains: all, maps }
}

/** Those of a plan name input 0, which is but one of many here. */
function withoutMaps(options: readonly string[]): readonly string[] {
  return options.filter(
    (option, at) =>
      !/^-map_(metadata|chapters)$/.test(option) && !/^-map_(metadata|chapters)$/.test(options[at - 1] ?? ''),
  )
}
