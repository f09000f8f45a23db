/** Says which element of a preset cannot be, and why. */

/** Thrown while a document is read; `presetOf` returns it. */
export class PresetRefused extends Error {
  /** `video.scaling.width`. */
  readonly element: string
  readonly value: string | undefined

  /** `explanation`: a clause. */
  constructor(element: string, explanation: string, value?: string | number | boolean) {
    super(explanation)
    this.element = element
    this.value = value === undefined ? undefined : String(value)
  }
}

/** A whole number within bounds. */
export function within(element: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value
  throw new PresetRefused(element, `expected a number from ${least} to ${most}, got ${value}`, value)
}

/** A color for ffmpeg: a name, or `#RRGGBB`. */
export function colorIn(element: string, value: string): string {
  const [, digits] = /^(?:#|0x)?([0-9A-Fa-f]{6})$/.exec(value) ?? []
  if (digits !== undefined) return `0x${digits.toUpperCase()}`
  if (/^[A-Za-z]{3,20}$/.test(value)) return value
  throw new PresetRefused(element, `expected a color such as black or #00FF00, got “${value}”`, value)
}

/** The elements that this server cannot do, with the name that a document gives them. */
export function refuseElements(
  at: string,
  values: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  for (const name of names) {
    const value = values[name]
    const isAbsent = value === undefined || value === false || (Array.isArray(value) && value.length === 0)
    if (!isAbsent) throw new PresetRefused(`${at}${name}`, 'this server cannot do that', said(value))
  }
}

function said(value: unknown): string | undefined {
  return typeof value === 'object' ? undefined : String(value)
}
