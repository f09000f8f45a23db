import assert from 'node:assert/strict'
import type { Item, Shape } from '../../../web/src/api/items/item.ts'
import { contentOf, stateOf } from '../../../web/src/item/about-shape.ts'
import { factsOf, nameOf } from '../../../web/src/items/about-item.ts'

const item = (values: Readonly<Record<string, string>>): Item => ({
  id: 'VX-1',
  terse: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [{ value }]])),
})

// biome-ignore format: a table
const ITEMS = [
  [{},                                                          'VX-1',      'No file yet'],
  [{ mediaType: 'none' },                                       'VX-1',      'No file yet'],
  [{ mediaType: 'audio', originalFilename: 'a.wav' },           'a.wav',     'Audio'],
  [{ mediaType: 'image', originalFilename: 'a', title: 'Sea' }, 'Sea',       'Image'],
  [{ mediaType: 'video', durationSeconds: '90.5' },             'VX-1',      'Video · 1 min 30 s'],
] as const

describe('A card of an item', () => {
  for (const [values, name, facts] of ITEMS)
    it(`says “${name}” and “${facts}” for ${JSON.stringify(values)}`, () =>
      assert.deepEqual([nameOf(item(values)), factsOf(item(values)).join(' · ')], [name, facts]))
})

const video = { codec: 'h264', resolution: { width: 1920, height: 1080 } }
const file = (state: string) => ({ containerComponent: { file: [{ state }] } })

// biome-ignore format: a table
const SHAPES = [
  [{ ...file('CLOSED'), videoComponent: [video], audioComponent: [{ codec: 'aac' }] },  ['h264 1920 × 1080', 'aac'], undefined],
  [{ ...file('LOST'), audioComponent: Array(8).fill({ codec: 'pcm_s24le' }) },          ['8 × pcm_s24le'],           'File is missing'],
  [{ ...file('OPEN'), mimeType: ['application/pdf'] },                                  ['application/pdf'],         'Being written'],
  [{},                                                                                  [],                          'No file yet'],
] as const

describe('A shape of an item', () => {
  for (const [shape, content, state] of SHAPES)
    it(`has ${content.join(', ') || 'nothing'}: ${state ?? 'its file is there'}`, () =>
      assert.deepEqual(
        [contentOf(shape as unknown as Shape), stateOf(shape as unknown as Shape)?.word],
        [content, state],
      ))
})
