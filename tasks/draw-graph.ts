/** Draws a graph that is written in DOT. */

import { createRequire } from 'node:module'
import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { Resvg } from '@resvg/resvg-js'

/** A PNG on white, at twice the size of the layout, for screens of high resolution. */
export default async function drawGraph({ dot }: { readonly dot: string }): Promise<Uint8Array> {
  const svg = (await Graphviz.load()).layout(dot, 'svg', 'dot')
  const font = { loadSystemFonts: false, fontFiles: [FONT], defaultFontFamily: FAMILY }
  return new Resvg(svg, { background: 'white', fitTo: { mode: 'zoom', value: 2 }, font }).render().asPng()
}

/** Comes along, because a server may have no fonts. */
const FAMILY = 'DejaVu Sans'
const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
