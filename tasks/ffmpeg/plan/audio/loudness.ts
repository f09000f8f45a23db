/** The filter that normalizes loudness (EBU R 128), and what it measures. Pure. */
import type { Loudness } from '../preset.ts'

/** As the filter prints it: texts, which it takes back unchanged. */
export type MeasuredLoudness = Readonly<Record<(typeof MEASURED)[number], string>>

const MEASURED = ['input_i', 'input_tp', 'input_lra', 'input_thresh', 'target_offset'] as const

/**
 * With what was measured, it changes the volume of the whole stream alike, unless that would exceed the true
 * peak. The range of loudness is set so wide that it is no reason to change it.
 */
export function loudnorm({ lufs, truePeak }: Loudness, measured?: MeasuredLoudness): string {
  const target = `loudnorm=I=${lufs}:TP=${truePeak}:LRA=50`
  if (!measured) return target
  const found = `measured_I=${measured.input_i}:measured_TP=${measured.input_tp}:measured_LRA=${measured.input_lra}`
  return `${target}:${found}:measured_thresh=${measured.input_thresh}:offset=${measured.target_offset}:linear=true`
}

/** The filter that only measures. */
export function measuring(loudness: Loudness): string {
  return `${loudnorm(loudness)}:print_format=json`
}

/** Reads what the filter has printed; undefined if it is not there, or is silence. */
export function measuredIn(lines: readonly string[]): MeasuredLoudness | undefined {
  const from = lines.findLastIndex((line) => line.trim() === '{')
  const to = lines.findLastIndex((line) => line.trim() === '}')
  if (from < 0 || to < from) return undefined
  const printed = parsed(lines.slice(from, to + 1).join('\n'))
  const isWhole = MEASURED.every((name) => Number.isFinite(Number(printed[name])))
  return isWhole ? (printed as MeasuredLoudness) : undefined
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}
