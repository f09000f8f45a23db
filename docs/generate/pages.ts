import { readFile } from 'node:fs/promises'
import { PRESETS } from '../../config/presets.ts'
import { DOCUMENTS } from '../../schema/documents/all.ts'
import { OPERATIONS } from '../../server/operations.ts'
import { JOB_TYPES } from '../../steps/job-types.ts'
import { apiPage } from './api.ts'
import { configurationPage } from './configuration.ts'
import { documentsPage } from './documents.ts'
import { jobLifecyclePage } from './job-lifecycle.ts'
import { jobTypesPage } from './job-types.ts'
import type { Page } from './markdown.ts'

/** The reference, one line for each of its pages. */
export const PAGES: readonly Page[] = [
  apiPage(OPERATIONS),
  documentsPage(DOCUMENTS),
  jobLifecyclePage(),
  jobTypesPage(JOB_TYPES),
  configurationPage(PRESETS),
]

/** The pages that are not what the code says, or not there. */
export async function outdated(): Promise<readonly Page[]> {
  const texts = await Promise.all(
    PAGES.map(({ path }) => readFile(fileOf(path), 'utf8').catch(() => undefined)),
  )
  return PAGES.filter(({ text }, at) => texts[at] !== text)
}

/** `docs/api.md` → where it lies. */
export function fileOf(path: string): URL {
  return new URL(`../../${path}`, import.meta.url)
}
