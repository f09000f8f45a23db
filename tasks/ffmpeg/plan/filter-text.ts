/** Writes values into filters of ffmpeg, so that no character of theirs ends a value or a filter. Pure. */

/** The value of an option of a filter: for the option, then for the graph. */
export function inFilter(value: string): string {
  return value.replaceAll(/[\\':]/g, '\\$&').replaceAll(/[\\'[\],;]/g, '\\$&')
}
