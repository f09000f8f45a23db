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
 * WCAG 2.2 AA and best practices; or only the rules that depend on colors, for a page already checked in
 * another color scheme.
 */
const RULES = {
  all: {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  },
  colors: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} as const

/** Fails if axe finds violations on the page in its current state. */
export async function assertAccessible(page: Page, rules: keyof typeof RULES = 'all'): Promise<void> {
  // A script element would violate the page’s content security policy.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(AXE)
  const wanted = JSON.stringify({ runOnly: RULES[rules], resultTypes: ['violations'] })
  const { violations } = (await page.evaluate(`axe.run(document, ${wanted})`)) as Found
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`)
  assert.deepEqual(found, [])
}
