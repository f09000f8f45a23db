/** Writes a graph of steps in DOT. Pure. */
import type { Stage } from '../../steps/engine/declare/job-type.ts'

export function graphOf<Tools>(name: string, stages: readonly Stage<Tools>[]): string {
  const nodes = stages.map(({ number, step, critical = true, cleanup = false }) => {
    const style = [...(critical ? [] : ['dashed']), ...(cleanup ? ['rounded'] : [])]
    const label = `${number}\\n${escaped(step.description)}`
    return `  ${number} [label="${label}"${style.length > 0 ? `, style="${style.join(',')}"` : ''}];`
  })
  const edges = stages.flatMap(({ number, after = [], alongside = [] }) => [
    ...after.map((before) => `  ${before} -> ${number};`),
    ...alongside.map((beside) => `  ${beside} -> ${number} [style=dashed];`),
  ])
  return [
    `digraph "${escaped(name)}" {`,
    '  rankdir=LR;',
    '  node [shape=box, fontname="DejaVu Sans", fontsize=11];',
    ...nodes,
    ...edges,
    '}',
    '',
  ].join('\n')
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', ' ')
}
