import assert from 'node:assert/strict'
import { boxesBelow, draw, type Form, formFor } from '../../../web/src/graph/layout/drawing.ts'
import type { Node } from '../../../web/src/graph/layout/edges.ts'
import { neighbour } from '../../../web/src/graph/layout/neighbour.ts'

const node = (number: number, after: readonly number[] = []): Node => ({ number, after, alongside: [] })

const CHAIN = [node(100), node(200, [100]), node(300, [200]), node(400, [300])]
const DIAMOND = [node(1), node(2, [1]), node(3, [1]), node(4, [2, 3])]
const COLUMNS: Form = { layersAre: 'columns', width: 100, height: 50 }

describe('The form of a step graph', () => {
  // biome-ignore format: a table
  const FORMS = [
    [900, 'columns'], [600, 'columns'], [360, 'rows'],
  ] as const
  for (const [width, layersAre] of FORMS)
    it(`has layers as ${layersAre} if ${width} px are available`, () => {
      const form = formFor(CHAIN, width)
      assert.equal(form.layersAre, layersAre)
      assert.ok(draw(CHAIN, form).width <= width)
    })

  it('has narrower boxes if more of them are side by side', () => {
    const form = formFor(DIAMOND, 300)
    assert.ok(form.width < formFor(CHAIN, 300).width)
    assert.ok(draw(DIAMOND, form).width <= 300)
  })
})

// biome-ignore format: a table
const KEYS = [
  ['ArrowRight', 1, 2], ['ArrowRight', 2, 4], ['ArrowRight', 4, 4], ['ArrowLeft', 4, 2], ['ArrowDown', 2, 3],
  ['ArrowUp', 3, 2], ['ArrowUp', 2, 2], ['Home', 4, 1], ['End', 1, 4], ['Enter', 1, undefined],
] as const

describe('The keys of a step graph', () => {
  const { boxes } = draw(DIAMOND, COLUMNS)
  for (const [key, from, to] of KEYS)
    it(to === undefined ? `ignore ${key}` : `move from step ${from} to ${to} on ${key}`, () =>
      assert.equal(neighbour(key, from, boxes), to),
    )

  it('move to the clean-up steps and back', () => {
    const above = draw(DIAMOND, COLUMNS)
    const both = [...above.boxes, ...boxesBelow(above, draw([node(900)], COLUMNS))]
    assert.equal(neighbour('ArrowDown', 1, both), 900)
    assert.equal(neighbour('ArrowUp', 900, both), 1)
    assert.equal(neighbour('End', 1, both), 900)
  })
})
