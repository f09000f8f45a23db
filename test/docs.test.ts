import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { outdated, PAGES } from '../docs/generate/pages.ts'

describe('every generated page is up to date (otherwise run npm run docs):', () => {
  for (const { path } of PAGES) {
    it(path, async () => {
      assert.ok((await outdated()).every((page) => page.path !== path))
    })
  }
})

/**
 * References in the code: `wire.md §4.3` is a heading, `design.md §3.9` may be an item of a numbered list.
 */
const CITATION = /\b(wire|design|architecture)\.md §(\d+(?:\.\d+)*)/g
const SOURCES = '{config,schema,server,steps,tasks,test,bench,docs}/**/*.{ts,mjs,md}'

describe('every cited section exists:', () => {
  const citations = new Map<string, string>()
  for (const file of globSync(SOURCES)) {
    for (const [, page, section] of readFileSync(file, 'utf8').matchAll(CITATION))
      citations.set(`${page} ${section}`, file)
  }
  for (const [citation, file] of [...citations].toSorted()) {
    const [page = '', section = ''] = citation.split(' ')
    it(`${page}.md §${section}`, () =>
      assert.ok(sectionsOf(`docs/${page}.md`).has(section), `cited in ${file}`))
  }
})

describe('every link between pages has a target:', () => {
  for (const file of [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...globSync('docs/**/*.md'),
  ].toSorted()) {
    it(file, () => {
      const text = readFileSync(file, 'utf8').replaceAll(/^```[\s\S]*?^```|`[^`\n]*`/gm, '')
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
      assert.deepEqual(
        targets.filter((target) => !leads(file, target)),
        [],
      )
    })
  }
})

describe('every file named in docs/architecture.md exists:', () => {
  const names = readFileSync('docs/architecture.md', 'utf8').matchAll(
    /`([a-z-]+(?:\/[\w.-]+)+\.(?:ts|mjs))`/g,
  )
  for (const name of new Set([...names].map(([, name = '']) => name)))
    it(name, () => assert.ok(existsSync(name)))
})

/** Numbers of the headings and of the list items below them: `3.9` is the ninth item under heading 3. */
function sectionsOf(file: string): ReadonlySet<string> {
  const sections = new Set<string>()
  let heading = ''
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const [, marks, number = ''] = /^(#*) ?(\d+(?:\.\d+)*)\.? /.exec(line) ?? []
    if (marks === undefined) continue
    if (marks) heading = number
    sections.add(marks ? number : `${heading}.${number}`)
  }
  return sections
}

function leads(file: string, target: string): boolean {
  if (/^https?:/.test(target)) return true
  const [path = '', anchor] = target.split('#')
  const page = path ? join(dirname(file), path) : file
  return existsSync(page) && (anchor === undefined || anchorsOf(page).has(anchor))
}

/**
 * Anchors of headings as Markdown renderers make them: lower case, spaces as hyphens, no other punctuation.
 */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = readFileSync(page, 'utf8')
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase())
  const ids = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)
  return new Set([...headings.map((title) => title.replaceAll(/[^\w\s-]/g, '').replaceAll(' ', '-')), ...ids])
}
