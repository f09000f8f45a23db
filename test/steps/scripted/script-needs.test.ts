import assert from 'node:assert/strict'
import { NEEDS, scriptNeeds } from '../../../steps/scripted/script-needs.ts'

describe('The needs of a step of a TEST job', () => {
  // biome-ignore format: a table
  for (const [text, needs] of [
    ['category=gpu_encode,encoder=hevc_nvenc,vram=8000', { category: 'gpu_encode', encoder: 'hevc_nvenc', vramMiB: 8_000, reach: [] }],
    ['reach=VX-2,reach=VX-1',                            { reach: ['VX-2', 'VX-1'] }],
    ['category=gpu_ai',                                  { category: 'gpu_ai', reach: [] }],
  ] as const)
    it(`are read from “${text}”`, () => {
      assert.match(text, NEEDS.pattern)
      assert.deepEqual(scriptNeeds({ 'needs-100': text }, undefined as never, 100), needs)
      assert.deepEqual(scriptNeeds({ 'needs-100': text }, undefined as never, 200), { reach: [] })
    })

  for (const text of ['', 'category=gpu', 'vram=many', 'vram=1,', 'encoder=', 'reach=tiny', 'slots=2'])
    it(`cannot be “${text}”`, () => assert.doesNotMatch(text, NEEDS.pattern))
})
