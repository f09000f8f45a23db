import assert from 'node:assert/strict'
import { placeOf } from '../../server/console/place.ts'

// biome-ignore format: a table
const CASES = [
  ['/',                               'html',    { is: 'redirect', to: 'console/' }],
  ['/?status=READY',                  'html',    { is: 'redirect', to: 'console/?status=READY' }],
  ['/',                               'anything', { is: 'elsewhere' }],
  ['/console',                        'anything', { is: 'redirect', to: 'console/' }],
  ['/console?job=VX-1&q=a?b',         'html',    { is: 'redirect', to: 'console/?job=VX-1&q=a?b' }],
  ['/console/?job=VX-1',              'anything', { is: 'file', name: 'index.html', immutable: false }],
  ['/console/icon.svg',               'anything', { is: 'file', name: 'icon.svg', immutable: false }],
  ['/console/assets/index-B_x-1.js',  'anything', { is: 'file', name: 'assets/index-B_x-1.js', immutable: true }],
  ['/console/../package.json',        'anything', { is: 'elsewhere' }],
  ['/console/..%2fpackage.json',      'anything', { is: 'elsewhere' }],
  ['/console/assets/../../x.js',      'anything', { is: 'elsewhere' }],
  ['/console/.env',                   'anything', { is: 'elsewhere' }],
  ['/console//etc/passwd',            'anything', { is: 'elsewhere' }],
  ['/API/console/',                   'html',    { is: 'elsewhere' }],
  ['/API/job',                        'html',    { is: 'elsewhere' }],
] as const

describe('The place of a path', () => {
  for (const [target, accepts, place] of CASES) {
    it(`is ${JSON.stringify(place)} for ${target} if the client accepts ${accepts}`, () => {
      assert.deepEqual(placeOf(target, accepts === 'html'), place)
    })
  }
})
