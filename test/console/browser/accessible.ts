import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

/**
 * WCAG 2.2 AA and what goes beyond it; or of it only what colours decide,
 * for a page that has been looked at in other colours.
 */
const RULES = {
  all: {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  },
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} as const

/** Fails with what axe finds on the page as it is. */
export async function assertAccessible(page: Page, rules: keyof typeof RULES = 'all'): Promise<void> {
  // Not by a script element: the page's policy refuses it, as it should.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(AXE)
  const wanted = JSON.stringify({ runOnly: RULES[rules], resultTypes: ['violations'] })
  const { violations } = (await page.evaluate(`axe.run(document, ${wanted})`)) as Found
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`)
  assert.deepEqual(said, [])
}
