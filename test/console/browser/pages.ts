/** What there is on the pages of the console, by the names that people and screen readers know it by. */
import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { eventually } from '../../server/life/outside.ts'

/** The row of a job; without a name, every row. */
export function row(page: Page, name?: string | RegExp): Locator {
  return page.getByRole('option', name === undefined ? {} : { name })
}

export function rowOf(page: Page, jobId: string): Locator {
  return row(page, new RegExp(`\\b${jobId}\\b`))
}

/** What people read there, a line for each part of it. */
export async function text(place: Locator): Promise<string> {
  await place.waitFor()
  return (await place.allInnerTexts()).join('\n')
}

export function detail(page: Page): Locator {
  return page.getByRole('region', { name: 'Selected job' })
}

/** Waits until the selected job is in a state, by its word. */
export async function becomes(page: Page, word: string): Promise<void> {
  await detail(page).locator('.job-title').getByText(word, { exact: true }).waitFor()
}

/** A button of the job that is selected. */
export function action(page: Page, name: string): Locator {
  return detail(page)
    .getByRole('group', { name: /^Actions for/ })
    .getByRole('button', { name, exact: true })
}

/** The words on the buttons of the job that is selected. */
export async function actions(page: Page): Promise<readonly string[]> {
  const group = detail(page).getByRole('group', { name: /^Actions for/ })
  await group.waitFor()
  return (await group.getByRole('button').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())
}

/**
 * Opens a menu of the page and ticks what is wanted; the number of jobs stands beside it, once it is known.
 */
export async function choose(page: Page, menu: string, choice: string): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).click()
  await page.getByRole('checkbox', { name: new RegExp(`^${choice}[\\d,\\s]*$`) }).check()
}

/** Presses the button of a question, once the question is there. */
export async function confirm(page: Page, button: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click()
}

/** Waits for what is said at the edge of the page. */
export async function said(page: Page, text: string | RegExp): Promise<void> {
  await page.locator('.toasts').getByText(text).first().waitFor()
}

/** Waits until the query of the page's URL is as wanted. */
export async function query(page: Page, wanted: Readonly<Record<string, string>>): Promise<void> {
  const now = () => Object.fromEntries(new URL(page.url()).searchParams)
  const same = () => {
    try {
      assert.deepEqual(now(), wanted)
      return true
    } catch {
      return false
    }
  }
  await eventually(`the URL says ${JSON.stringify(wanted)}`, same).catch(() =>
    assert.deepEqual(now(), wanted),
  )
}
