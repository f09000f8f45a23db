import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  config: [],
  schema: [],
  tasks: ['schema'],
  steps: ['schema', 'tasks'],
  server: ['config', 'schema', 'steps', 'tasks'],
  web: ['schema'],
}

/** `package.json` has the version, and nothing to know about. */
const ALSO = ['package.json']

describe('imports go one way', () => {
  for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
    for (const file of sourcesOf(folder)) {
      it(file, () => {
        for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g)) {
          const target = normalize(join(dirname(file), from))
          const [into = ''] = target.split(sep)
          assert.ok([folder, ...allowed, ...ALSO].includes(into), `${file} imports ${target}`)
        }
      })
    }
  }
})

/** Where a process begins. What they find in the environment reaches everything else as arguments. */
const ENTRIES = ['server/main.ts', 'server/demo/demo.ts']

/** What a user's shell, or the moment, would decide; each is somebody else's to give. */
const GIVEN = [
  ['the environment', /process\.env\b/, ENTRIES],
  [
    'the time of day',
    /new Date\(\)|Date\.now\(/,
    [...ENTRIES, 'steps/engine/runtime/clock.ts', 'web/src/time/clock.ts'],
  ],
  [
    'timers',
    /\bset(?:Timeout|Interval)\(|timers\/promises/,
    [...ENTRIES, 'steps/engine/runtime/clock.ts', 'tasks/', 'server/postgres/', 'web/src/time/clock.ts'],
  ],
] as const

describe('only where a process begins', () => {
  for (const [what, pattern, exempt] of GIVEN) {
    it(`${what} is read`, () => {
      const files = Object.keys(MAY_IMPORT).flatMap(sourcesOf)
      const others = files.filter((file) => !exempt.some((path) => file.startsWith(path)))
      assert.deepEqual(
        others.filter((file) => pattern.test(readFileSync(file, 'utf8'))),
        [],
      )
    })
  }
})

function sourcesOf(folder: string): readonly string[] {
  return globSync(`${folder}/**/*.{ts,tsx}`, { exclude: ['**/node_modules/**'] }).toSorted()
}
