/** Prints how a job went beside how its replay went. Pure. */
import { onOneLine } from '../../schema/codec/one-line.ts'
import { isFinal } from '../../schema/states.ts'
import type { Course, StepCourse } from './course.ts'

/**
 * Texts that mean the same on both sides, such as the two paths of the source: the recorded one, then ours.
 */
export type Alike = readonly (readonly [recorded: string, now: string])[]

/** The lines of the comparison, without the verdict. */
export function comparison(recorded: Course, now: Course, alike: Alike): readonly string[] {
  const numbers = [...new Set([...recorded.steps, ...now.steps].map(({ number }) => number))]
  const rows = [
    ['', 'recorded', 'now'],
    ['job', wordsOf(recorded), wordsOf(now)],
    ...numbers.toSorted((a, b) => a - b).map((number) => row(stepIn(recorded, number), stepIn(now, number))),
  ] as const
  const widths = [0, 1].map((column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)))
  const lines = rows.map(([name, left, right]) =>
    `${name.padEnd(widths[0] ?? 0)}  ${left.padEnd(widths[1] ?? 0)}  ${right}`.trimEnd(),
  )
  return [
    ...lines,
    ...numbers.flatMap((number) => messages(stepIn(recorded, number), stepIn(now, number), alike)),
  ]
}

/** Whether the two ended in the same state. */
export function isSameEnd(recorded: Course, now: Course): boolean {
  return recorded.status === now.status
}

/** `The same: FAILED_TOTAL.` */
export function verdict(recorded: Course, now: Course): string {
  if (isSameEnd(recorded, now)) return `The same: ${now.status}.`
  if (!isFinal(recorded.status))
    return `Not comparable: it was ${recorded.status} when it was recorded, and now it is ${now.status}.`
  return `Different: ${recorded.status} was recorded, and now it is ${now.status}.`
}

function stepIn({ steps }: Course, number: number): StepCourse | undefined {
  return steps.find((step) => step.number === number)
}

function row(left: StepCourse | undefined, right: StepCourse | undefined): readonly [string, string, string] {
  const { number = 0, description = '' } = left ?? right ?? {}
  return [`${number} ${description}`, stepWords(left), stepWords(right)]
}

function wordsOf({ status, failureCause, tookS }: Course): string {
  const cause = failureCause === undefined ? '' : ` (${failureCause})`
  return `${status}${cause}${tookS === undefined ? '' : ` ${seconds(tookS)}`}`
}

function stepWords(step: StepCourse | undefined): string {
  if (step === undefined) return 'did not run'
  const { status, attempts, tookS } = step
  return `${status} ${seconds(tookS)}${attempts > 1 ? `, ${attempts} attempts` : ''}`
}

function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} s`
}

/** The messages of a step: once if both are the same but for the places of files. */
function messages(
  left: StepCourse | undefined,
  right: StepCourse | undefined,
  alike: Alike,
): readonly string[] {
  const number = left?.number ?? right?.number
  const [one, other] = [left?.message, right?.message]
  if (one === undefined && other === undefined) return []
  if (one !== undefined && other !== undefined && neutral(one, alike, 0) === neutral(other, alike, 1))
    return [`step ${number}, both: ${onOneLine(other)}`]
  return [
    `step ${number}, recorded: ${onOneLine(one ?? 'no message')}`,
    `step ${number}, now: ${onOneLine(other ?? 'no message')}`,
  ]
}

function neutral(message: string, alike: Alike, side: 0 | 1): string {
  return alike.reduce(
    (text, pair, at) => (pair[side] === '' ? text : text.replaceAll(pair[side], `\u0000${at}`)),
    message,
  )
}
