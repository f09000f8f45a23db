/** Where the boxes and lines of a step graph are. Pure; all lengths are px. */
import type { Edge, Node } from './edges.ts'
import { linksOf, type Ranks, ranksOf, type Stop } from './ranks.ts'
import { spread } from './spread.ts'

export interface Box {
  readonly number: number
  readonly x: number
  readonly y: number
}

export interface Line extends Edge {
  /** The `d` of a path, and of the arrow head at its end. */
  readonly d: string
  readonly tip: string
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
}

/** How a graph is drawn: its layers as columns or as rows, and the size of each box. */
export interface Form {
  readonly layersAre: 'columns' | 'rows'
  readonly width: number
  readonly height: number
}

const BETWEEN_LAYERS = 28
const WITHIN_A_LAYER = 14
/** The room of a line that passes between boxes. */
const PASSING = 18
const NARROWEST = { columns: 110, rows: 96 }
const WIDEST = { columns: 210, rows: 280 }

/** Columns where the room is wide enough for all layers; else rows with the widest boxes that go beside each other. */
export function formFor(nodes: readonly Node[], roomWidth: number): Form {
  const { layers } = ranksOf(nodes)
  const column = Math.floor((roomWidth + BETWEEN_LAYERS) / Math.max(1, layers.length)) - BETWEEN_LAYERS
  if (column >= NARROWEST.columns)
    return { layersAre: 'columns', width: Math.min(column, WIDEST.columns), height: 90 }
  for (let width = WIDEST.rows; width > NARROWEST.rows; width -= 8) {
    const form = rows(width)
    if (draw(nodes, form).width <= roomWidth) return form
  }
  return rows(NARROWEST.rows)
}

/** The boxes of a drawing that stands below another, measured from that one. */
export function boxesBelow(above: Drawing, { boxes }: Drawing): readonly Box[] {
  return boxes.map((box) => ({ ...box, y: box.y + above.height + WITHIN_A_LAYER }))
}

/** A name in a narrow box takes two lines. */
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

/** From the end of one stop to the start of the next, leaving and arriving straight; then through it, if the line only passes. */
function bend(from: string, to: string, { middles, starts, along, point }: Geometry): string {
  const [leave, arrive] = [(starts.get(from) ?? 0) + along, starts.get(to) ?? 0]
  const [one, other] = [middles.get(from) ?? 0, middles.get(to) ?? 0]
  const half = (leave + arrive) / 2
  const curve = [point(half, one), point(half, other), point(arrive, other)].map(said).join(' ')
  return `L${said(point(leave, one))} C${curve}`
}

const TIP = 6

/** A triangle that points at the start of a stop. */
function tip(to: string, { middles, starts, point }: Geometry): string {
  const [at, middle] = [starts.get(to) ?? 0, middles.get(to) ?? 0]
  const corners = [point(at, middle), point(at - TIP, middle - TIP / 2), point(at - TIP, middle + TIP / 2)]
  return `M${corners.map(said).join(' L')} Z`
}

/** The first bend begins the path. */
function path(bends: readonly string[]): string {
  return bends.join(' ').replace(/^L/, 'M')
}

function said([x, y]: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`
}

function isStep({ number }: Stop): boolean {
  return number !== undefined
}
