/** Prints the fast test files, which start no PostgreSQL, server, program or sandbox, for `npm run check`. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Imports that make a test slow, directly or through other test files. */
const STARTS =
  /from 'node:child_process'|from 'node:net'|from 'supertest'|from '\S*\/(setup|sample|programs|program|sandbox)\.ts'|\/server\/demo\//

const seen = new Map<string, boolean>()

function isSlow(file: string): boolean {
  const known = seen.get(file)
  if (known !== undefined) return known
  seen.set(file, false)
  const text = readFileSync(file, 'utf8')
  const imports = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) => join(dirname(file), path))
  const slow = STARTS.test(text) || imports.some((path) => path.startsWith('test/') && isSlow(path))
  seen.set(file, slow)
  return slow
}

const files = globSync('test/**/*.test.ts').filter((file) => !file.startsWith('test/long/'))
process.stdout.write(
  `${files
    .filter((file) => !isSlow(file))
    .toSorted()
    .join('\n')}\n`,
)
