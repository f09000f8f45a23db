/** Reads what ffprobe prints, where every value can be missing or “N/A”. Pure. */

export type Printed = Readonly<Record<string, unknown>>

export function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
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
