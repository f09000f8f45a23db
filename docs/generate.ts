/**
 * Writes the generated pages of the reference; with `--check` only lists those that would change, and fails.
 */
import { writeFile } from 'node:fs/promises'
import { fileOf, outdated } from './generate/pages.ts'

const pages = await outdated()
if (process.argv.includes('--check')) {
  for (const { path } of pages) process.stderr.write(`${path} is out of date: npm run docs\n`)
  process.exitCode = pages.length > 0 ? 1 : 0
} else {
  for (const { path, text } of pages) {
    await writeFile(fileOf(path), text)
    process.stdout.write(`${path}\n`)
  }
}
