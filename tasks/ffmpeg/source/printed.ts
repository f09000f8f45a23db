/** Reads what ffprobe prints, where every value can be missing or “N/A”. Pure. */

export type Printed = Readonly<Record<string, unknown>>

export function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/**
 * The lines of ffprobe without those that were too long and were cut off (tasks/program/lines.ts): each is a
 * value of its own.
 */
export function joined(lines: readonly string[]): string {
  const whole = lines.filter((line) => !line.endsWith('…'))
  const isLast = (at: number) => /^\s*[}\]]/.test(whole[at + 1] ?? '')
  return whole.map((line, at) => (isLast(at) ? line.replace(/,$/, '') : line)).join('\n')
}

export function record(value: unknown): Printed {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function number(value: unknown): number | undefined {
  const read = typeof value === 'string' ? Number.parseFloat(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined
}
