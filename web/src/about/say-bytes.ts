/** Formats sizes. Pure. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** `980 B`, `380.7 kB`, `1.2 GB`; thousands, as file managers count. */
export function sayBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const value = bytes / 1_000 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[step]}`
}
