import assert from 'node:assert/strict'
import { aboutOf, shortened } from '../../../web/src/about/about.ts'

const about = (data: Readonly<Record<string, string>>) =>
  aboutOf({ type: 'TYPE', data: Object.entries(data).map(([key, value]) => ({ key, value })) })

// biome-ignore format: a table
const ABOUT = [
  [{}, { name: 'TYPE', what: '' }],
  [{ sourceUri: 'file:///m/a%20b/Z%C3%BCrich.mp4', tags: 'lowres, web' }, { name: 'Zürich.mp4', what: 'lowres, web', path: '/m/a b/Zürich.mp4' }],
  [{ sourceUri: '/m/50%25 off.mp4' }, { name: '50%25 off.mp4', what: '', path: '/m/50%25 off.mp4' }],
  [{ sourceUri: 'file:///m/%ff.mp4' }, { name: '%ff.mp4', what: '', path: '/m/%ff.mp4' }],
  [{ sourceUri: 'file:///m/a.mp4', destinationUri: 'file:///archive/2026/' }, { name: 'a.mp4', what: '→ 2026/', path: '/m/a.mp4' }],
  [{ sourceUri: 'file:///m/a.mp4', destinationUri: 'file:///archive/a.mp4' }, { name: 'a.mp4', what: '→ archive/', path: '/m/a.mp4' }],
  [{ sourceUri: 'file:///m/a.mp4', destinationUri: 'file:///archive/b.mp4' }, { name: 'a.mp4', what: '→ b.mp4', path: '/m/a.mp4' }],
] as const

describe('What a job is about', () => {
  for (const [data, expected] of ABOUT)
    it(`is “${expected.name} ${expected.what}” for ${JSON.stringify(data)}`, () =>
      assert.deepEqual(about(data), expected))
})

// biome-ignore format: a table
const SHORTENED = [
  ['/tmp/data/media/broken.mp4 is not a media file', '…/media/broken.mp4 is not a media file'],
  ['Step 100 waits for file:///srv/data/in/Abgabe/H%C3%A4user%20%234.mov to exist.', 'Step 100 waits for …/Abgabe/Häuser #4.mov to exist.'],
  ['in “/srv/data/in/a b/c.mov”: no space', 'in “…/in/a b/c.mov”: no space'],
  ['/m/a.mp4 exists', '/m/a.mp4 exists'],
  ['25/50 and and/or', '25/50 and and/or'],
] as const

describe('A sentence with paths', () => {
  for (const [sentence, expected] of SHORTENED)
    it(`is shortened from the left: ${expected}`, () => assert.equal(shortened(sentence), expected))
})
