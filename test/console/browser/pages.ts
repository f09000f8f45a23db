/** Finds elements of the console by their accessible names. */
import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { eventually } from '../../server/life/outside.ts'

/** The row of a job. Default: every row. */
export function row(page: Page, name?: string | RegExp): Locator {
  return page.getByRole('option', name === undefined ? {} : { name })
}

export function rowOf(page: Page, jobId: string): Locator {
  return row(page, new RegExp(`\\b${jobId}\\b`))
}

/** The visible text, one line for each part. */
export async function text(place: Locator): Promise<string> {
  await place.waitFor()
  return (await place.allInnerTexts()).join('\n')
}

export function detail(page: Page): Locator {
  return page.getByRole('region', { name: 'Selected job' })
}

/** Waits until the selected job shows a state. */
export async function becomes(page: Page, word: string): Promise<void> {
  await detail(page).locator('.job-title').getByText(word, { exact: true }).waitFor()
}

/** An action button of the selected job. */
export function action(page: Page, name: string): Locator {
  return detail(page)
    .getByRole('group', { name: /^Actions for/ })
    .getByRole('button', { name, exact: true })
}

/** The labels of the action buttons of the selected job. */
export async function actions(page: Page): Promise<readonly string[]> {
  const group = detail(page).getByRole('group', { name: /^Actions for/ })
  await group.waitFor()
  return (await group.getByRole('button').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())
}

/** Opens a menu and checks a choice, which may be followed by a count of jobs. */
export async function choose(page: Page, menu: string, choice: string): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).click()
  await page.getByRole('checkbox', { name: new RegExp(`^${choice}[\\d,\\s]*$`) }).check()
}

/** Presses a button of the dialog once it is open. */
export async function confirm(page: Page, button: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click()
}

/** Waits for a toast. */
export async function said(page: Page, text: string | RegExp): Promise<void> {
  await page.locator('.toasts').getByText(text).first().waitFor()
}

/** Waits until the URL has these query parameters. */
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
  await eventually(`the URL has ${JSON.stringify(wanted)}`, same).catch(() => assert.deepEqual(now(), wanted))
}
