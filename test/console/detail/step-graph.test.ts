import assert from 'node:assert/strict'
import fc from 'fast-check'
import { draw, type Form } from '../../../web/src/graph/layout/drawing.ts'
import { edgesOf, layersOf, type Node } from '../../../web/src/graph/layout/edges.ts'
import { linksOf, ranksOf } from '../../../web/src/graph/layout/ranks.ts'

const node = (number: number, after: readonly number[] = [], alongside: readonly number[] = []): Node => ({
  ...{ number, after, alongside },
})

const TRANSCODE = [node(100), node(200, [100]), node(300, [200]), node(400, [300])]
const DIAMOND = [node(1), node(2, [1]), node(3, [1]), node(4, [2, 3])]
const COLUMNS: Form = { layersAre: 'columns', width: 100, height: 50 }
const ROWS: Form = { layersAre: 'rows', width: 100, height: 50 }

// biome-ignore format: a table
const EDGES: readonly (readonly [string, readonly Node[], readonly string[]])[] = [
  ['a chain has one between neighbors', TRANSCODE, ['100 after 200', '200 after 300', '300 after 400']],
  ['an edge that others imply is not drawn', [node(1), node(2, [1]), node(3, [1, 2])], ['1 after 2', '2 after 3']],
  ['a signal that others imply is not drawn', [node(1), node(2, [1]), node(3, [2], [1])], ['1 after 2', '2 after 3']],
  ['a path over a signal does not imply an edge', [node(1), node(2, [], [1]), node(3, [1, 2])], ['1 alongside 2', '1 after 3', '2 after 3']],
  ['a dependency on an unknown step is not drawn', [node(1), node(2, [7])], []],
  ['a dependency on a step listed later is not drawn', [node(1, [2]), node(2)], []],
]

describe('The lines of a step graph', () => {
  for (const [how, nodes, said] of EDGES)
    it(`show only the necessary edges: ${how}`, () =>
      assert.deepEqual(
        edgesOf(nodes).map(({ from, to, kind }) => `${from} ${kind} ${to}`),
        said,
      ))
})

// biome-ignore format: a table
const LAYERS: readonly (readonly [string, readonly Node[], readonly number[]])[] = [
  ['a chain has one layer for each step', TRANSCODE, [0, 1, 2, 3]],
  ['parallel steps share a layer', DIAMOND, [0, 1, 1, 2]],
  ['a step comes after the last of its dependencies', [node(1), node(2, [1]), node(3), node(4, [2, 3])], [0, 1, 0, 2]],
  ['a step alongside another comes after it', [node(1), node(2, [], [1])], [0, 1]],
]

describe('The layers of a step graph', () => {
  for (const [how, nodes, layers] of LAYERS)
    it(`follow the order of execution: ${how}`, () =>
      assert.deepEqual([...layersOf(nodes, edgesOf(nodes)).values()], layers))

  it('are ordered to avoid crossing lines', () => {
    const nodes = [node(1), node(2), node(3, [2]), node(4, [1])]
    assert.deepEqual(
      ranksOf(nodes).layers.map((layer) => layer.map(({ number }) => number)),
      [
        [1, 2],
        [4, 3],
      ],
    )
  })

  it('leave space for a line that passes through', () => {
    const { layers, ways } = ranksOf([node(1), node(2, [1]), node(3, [2]), node(4, [1]), node(5, [3, 4])])
    assert.deepEqual(
      layers.map((layer) => layer.length),
      [1, 2, 2, 1],
    )
    assert.equal(ways.find(({ from, to }) => from === 4 && to === 5)?.stops.length, 3)
  })
})

/** Steps that depend only on earlier ones. */
const graphs = fc
  .array(fc.tuple(fc.array(fc.nat(11), { maxLength: 3 }), fc.array(fc.nat(11), { maxLength: 2 })), {
    ...{ minLength: 1, maxLength: 12 },
  })
  .map((all) =>
    all.map(([after, alongside], at) => {
      const earlier = (numbers: readonly number[]) => [...new Set(numbers)].filter((number) => number < at)
      return node(at, earlier(after), earlier(alongside))
    }),
  )

describe('The drawing of any step graph', () => {
  for (const form of [COLUMNS, ROWS]) {
    it(`has each step once, without overlaps and within its size, as ${form.layersAre}`, () => {
      fc.assert(
        fc.property(graphs, (nodes) => {
          const { boxes, width, height } = draw(nodes, form)
          assert.deepEqual(
            boxes.map(({ number }) => number).toSorted((a, b) => a - b),
            nodes.map(({ number }) => number),
          )
          for (const box of boxes) {
            assert.ok(box.x >= -0.01 && box.x + form.width <= width + 0.01)
            assert.ok(box.y >= -0.01 && box.y + form.height <= height + 0.01)
            const touching = boxes.filter(
              ({ number, x, y }) =>
                number !== box.number &&
                Math.abs(x - box.x) < form.width &&
                Math.abs(y - box.y) < form.height,
            )
            assert.deepEqual(touching, [])
          }
        }),
      )
    })
  }

  it('leads every line forward through every layer between its ends', () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        const ranks = ranksOf(nodes)
        const layerOf = new Map(
          ranks.layers.flatMap((layer, at) => layer.map(({ key }) => [key, at] as const)),
        )
        for (const { stops } of ranks.ways) {
          const layers = stops.map((key) => layerOf.get(key) ?? -1)
          assert.deepEqual(
            layers,
            layers.map((_, at) => (layers[0] ?? 0) + at),
          )
        }
        assert.equal(linksOf(ranks.ways).back.size <= layerOf.size, true)
      }),
    )
  })

  it('is straight for a chain', () => {
    assert.deepEqual(new Set(draw(TRANSCODE, COLUMNS).boxes.map(({ y }) => y)), new Set([0]))
  })

  it('centers the ends of a diamond', () => {
    const [first, second, third, last] = draw(DIAMOND, COLUMNS).boxes.map(({ y }) => y)
    assert.deepEqual([first, last], [32, 32])
    assert.deepEqual([second, third], [0, 64])
  })

  it('is empty without steps', () => {
    assert.deepEqual(draw([], COLUMNS), { width: 0, height: 0, boxes: [], lines: [] })
  })
})
