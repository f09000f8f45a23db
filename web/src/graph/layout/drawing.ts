/** Positions the boxes and lines of a step graph. Pure; all lengths are px. */
import type { Edge, Node } from './edges.ts'
import { linksOf, type Ranks, ranksOf, type Stop } from './ranks.ts'
import { spread } from './spread.ts'

export interface Box {
  readonly number: number
  readonly x: number
  readonly y: number
}

export interface Line extends Edge {
  /** The `d` of the SVG path. */
  readonly d: string
  /** The `d` of the arrowhead at its end. */
  readonly tip: string
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
}

/** Whether layers are columns or rows, and the size of each box. */
export interface Form {
  readonly layersAre: 'columns' | 'rows'
  readonly width: number
  readonly height: number
}

const BETWEEN_LAYERS = 28
const WITHIN_A_LAYER = 14
/** The space for a line that passes between boxes. */
const PASSING = 18
const NARROWEST = { columns: 110, rows: 96 }
const WIDEST = { columns: 210, rows: 280 }

/** Columns if all layers fit into the width; otherwise rows with the widest boxes that fit side by side. */
export function formFor(nodes: readonly Node[], availableWidth: number): Form {
  const { layers } = ranksOf(nodes)
  const column = Math.floor((availableWidth + BETWEEN_LAYERS) / Math.max(1, layers.length)) - BETWEEN_LAYERS
  if (column >= NARROWEST.columns)
    return { layersAre: 'columns', width: Math.min(column, WIDEST.columns), height: 90 }
  for (let width = WIDEST.rows; width > NARROWEST.rows; width -= 8) {
    const form = rows(width)
    if (draw(nodes, form).width <= availableWidth) return form
  }
  return rows(NARROWEST.rows)
}

/** The boxes of a drawing placed below another, in the coordinates of the upper one. */
export function boxesBelow(above: Drawing, { boxes }: Drawing): readonly Box[] {
  return boxes.map((box) => ({ ...box, y: box.y + above.height + WITHIN_A_LAYER }))
}

/** Narrow boxes are taller, because a name takes two lines in them. */
function rows(width: number): Form {
  return { layersAre: 'rows', width, height: width < 200 ? 90 : 70 }
}

export function draw(nodes: readonly Node[], form: Form): Drawing {
  const ranks = ranksOf(nodes)
  const columns = form.layersAre === 'columns'
  const along = columns ? form.width : form.height
  const across = columns ? form.height : form.width
  const size = (stop: Stop) => (isStep(stop) ? across : PASSING)
  const middles = spread(ranks.layers, linksOf(ranks.ways), size, WITHIN_A_LAYER)
  const starts = startsOf(ranks, along)
  const point = (at: number, middle: number): Point => (columns ? [at, middle] : [middle, at])
  const geometry = { middles, starts, along, point }
  const boxes = ranks.layers.flat().flatMap(({ key, number }) => {
    if (number === undefined) return []
    const [x, y] = point(starts.get(key) ?? 0, (middles.get(key) ?? 0) - across / 2)
    return [{ number, x, y }]
  })
  const lines = ranks.ways.map(({ stops, ...edge }) => ({
    ...edge,
    d: path(stops.slice(1).map((to, at) => bend(stops[at] ?? to, to, geometry))),
    tip: tip(stops.at(-1) ?? '', geometry),
  }))
  return { ...extent(ranks, middles, form), boxes, lines }
}

function extent({ layers }: Ranks, middles: ReadonlyMap<string, number>, { layersAre, width, height }: Form) {
  const columns = layersAre === 'columns'
  const across = columns ? height : width
  const ends = layers
    .flat()
    .map((stop) => (middles.get(stop.key) ?? 0) + (isStep(stop) ? across : PASSING) / 2)
  const far = Math.max(0, ...ends)
  const along = columns ? width : height
  const long = Math.max(0, layers.length * (along + BETWEEN_LAYERS) - BETWEEN_LAYERS)
  return columns ? { width: long, height: far } : { width: far, height: long }
}

function startsOf({ layers }: Ranks, along: number): ReadonlyMap<string, number> {
  return new Map(layers.flatMap((layer, at) => layer.map(({ key }) => [key, at * (along + BETWEEN_LAYERS)])))
}

type Point = readonly [x: number, y: number]
interface Geometry {
  readonly middles: ReadonlyMap<string, number>
  readonly starts: ReadonlyMap<string, number>
  readonly along: number
  readonly point: (at: number, middle: number) => Point
}

/** A curve from the end of one stop to the start of the next, parallel to the layers’ axis at both ends. */
function bend(from: string, to: string, { middles, starts, along, point }: Geometry): string {
  const [leave, arrive] = [(starts.get(from) ?? 0) + along, starts.get(to) ?? 0]
  const [one, other] = [middles.get(from) ?? 0, middles.get(to) ?? 0]
  const half = (leave + arrive) / 2
  const curve = [point(half, one), point(half, other), point(arrive, other)].map(coordinates).join(' ')
  return `L${coordinates(point(leave, one))} C${curve}`
}

const TIP = 6

/** A triangle pointing at the start of a stop. */
function tip(to: string, { middles, starts, point }: Geometry): string {
  const [at, middle] = [starts.get(to) ?? 0, middles.get(to) ?? 0]
  const corners = [point(at, middle), point(at - TIP, middle - TIP / 2), point(at - TIP, middle + TIP / 2)]
  return `M${corners.map(coordinates).join(' L')} Z`
}

/** Joins the bends; the first one moves to its start instead of drawing a line to it. */
function path(bends: readonly string[]): string {
  return bends.join(' ').replace(/^L/, 'M')
}

function coordinates([x, y]: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`
}

function isStep({ number }: Stop): boolean {
  return number !== undefined
}
