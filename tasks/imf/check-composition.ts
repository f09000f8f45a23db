/** What a composition consists of, and what is wrong with it. Pure. */
import { compareTimes, rescaled, type TimeCode, timeCodeText } from '../../schema/time-code.ts'
import type { Composition, CplSequence, Resource } from './documents.ts'

export interface CompositionReport {
  readonly id: string
  readonly title: string
  /** Frames per second: `24`, `24000:1001`. */
  readonly editRate: string
  /** A time code in edit units. */
  readonly duration: string
  readonly tracks: readonly TrackReport[]
  /** Sentences without a full stop. */
  readonly problems: readonly string[]
}

interface TrackReport {
  readonly id: string
  readonly kind: string
  readonly duration: string
  /** The ids of its files, each once. */
  readonly files: readonly string[]
}

/** `known`: the ids of the assets of the package. */
export function checkComposition(composition: Composition, known: ReadonlySet<string>): CompositionReport {
  const { id, title, edit, segments } = composition
  const name = `composition “${title}”`
  const lengths = segments.map((sequences) => sequences.map((sequence) => lengthOf(sequence, composition)))
  const total = sumOf(
    lengths.map((all) => all.reduce(longer, zero(edit))),
    edit,
  )
  const problems = [
    ...segments.flatMap((sequences) => sequences.flatMap((sequence) => flawsOf(sequence, known))),
    ...lengths.flatMap((all, at) => uneven(all, at)),
    ...(segments.length === 0 ? ['it has no segments'] : []),
  ]
  return {
    ...{ id, title, editRate: `${edit.denominator}${edit.numerator === 1 ? '' : `:${edit.numerator}`}` },
    ...{ duration: timeCodeText(total), tracks: tracksOf(composition) },
    problems: [...new Set(problems)].map((problem) => `${name}: ${problem}`),
  }
}

function tracksOf(composition: Composition): readonly TrackReport[] {
  const all = composition.segments.flat()
  return [...Map.groupBy(all, ({ track }) => track)].map(([id, parts]) => ({
    ...{ id, kind: parts[0]?.kind ?? '' },
    duration: timeCodeText(
      sumOf(
        parts.map((part) => lengthOf(part, composition)),
        composition.edit,
      ),
    ),
    files: [...new Set(parts.flatMap(({ resources }) => resources.flatMap(({ file }) => file ?? [])))],
  }))
}

function flawsOf({ kind, resources }: CplSequence, known: ReadonlySet<string>): readonly string[] {
  return resources.flatMap(({ id, file, entry, duration, intrinsic, repeat }) => [
    ...(file !== undefined && !known.has(file)
      ? [`${kind} uses ${file}, which the package does not have`]
      : []),
    ...(entry + duration > intrinsic ? [`${kind}: resource ${id} goes on after the end of its file`] : []),
    ...(repeat < 1 || duration < 1 ? [`${kind}: resource ${id} has no length`] : []),
  ])
}

/** All tracks of a segment are as long as each other. Markers have any length. */
function uneven(lengths: readonly TimeCode[], segment: number): readonly string[] {
  const [first, ...others] = lengths
  const isEven = first === undefined || others.every((other) => compareTimes(first, other) === 0)
  return isEven ? [] : [`the tracks of segment ${segment + 1} are not equally long`]
}

/** In edit units of the composition. Resources of sound count in samples. */
function lengthOf({ resources }: CplSequence, composition: Composition): TimeCode {
  const { edit } = composition
  const lengths = resources.map((resource) => inEditUnits(resource, composition))
  return sumOf(lengths, edit)
}

function inEditUnits({ duration, repeat, edit }: Resource, composition: Composition): TimeCode {
  const own = { samples: duration * repeat, timeBase: edit ?? composition.edit }
  if (!Number.isSafeInteger(own.samples)) return zero(composition.edit)
  return rescaled(own, composition.edit) ?? zero(composition.edit)
}

function sumOf(lengths: readonly TimeCode[], timeBase: TimeCode['timeBase']): TimeCode {
  return { samples: lengths.reduce((sum, { samples }) => sum + samples, 0), timeBase }
}

function longer(one: TimeCode, other: TimeCode): TimeCode {
  return compareTimes(one, other) < 0 ? other : one
}

function zero(timeBase: TimeCode['timeBase']): TimeCode {
  return { samples: 0, timeBase }
}
