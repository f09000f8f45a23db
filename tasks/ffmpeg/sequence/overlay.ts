/** Pictures and texts over the picture of a sequence. Pure. */
import type { Canvas } from './canvas.ts'
import type { Inputs } from './inputs.ts'
import type { Overlay, Sequence } from './sequence.ts'

/** `label`: of the picture without them. */
export function overlayChains(
  { overlays }: Sequence,
  { pixelFormat }: Canvas,
  inputs: Inputs,
  label: string,
): { readonly chains: readonly string[]; readonly label: string } {
  const chains: string[] = []
  let under = label
  for (const [at, overlay] of overlays.entries()) {
    const over = `o${at}`
    if (overlay.is === 'text') chains.push(`[${under}]${text(overlay)}[${over}]`)
    else {
      const { x, y, opacity } = overlay
      const fainter = opacity < 1 ? `,colorchannelmixer=aa=${opacity}` : ''
      chains.push(
        `[${inputs.overlays[at]}:v]format=rgba${fainter}[p${at}]`,
        `[${under}][p${at}]overlay=x=${x}:y=${y}:eof_action=repeat:format=auto${shown(overlay)},format=${pixelFormat}[${over}]`,
      )
    }
    under = over
  }
  return { chains, label: under }
}

function text(overlay: Extract<Overlay, { readonly is: 'text' }>): string {
  const { lines, font, x, y, size, color, outline, opacity } = overlay
  return [
    `drawtext=fontfile=${escaped(font)}:expansion=none:text=${escaped(lines.join('\n'))}`,
    ...[`x=${escaped(x)}`, `y=${escaped(y)}`, `fontsize=${escaped(size)}`, `fontcolor=${color}`],
    ...(outline ? [`borderw=${outline.width}`, `bordercolor=${outline.color}`] : []),
    ...(opacity < 1 ? [`alpha=${opacity}`] : []),
  ]
    .join(':')
    .concat(shown(overlay))
}

function shown({ from = 0, to }: Pick<Overlay, 'from' | 'to'>): string {
  if (from === 0 && to === undefined) return ''
  const when = to === undefined ? `gte(n,${from})` : `between(n,${from},${to - 1})`
  return `:enable=${escaped(when)}`
}

/** Twice: for the option of a filter, then for the graph. */
export function escaped(value: string): string {
  return value.replaceAll(/[\\':]/g, '\\$&').replaceAll(/[\\'[\],;]/g, '\\$&')
}
