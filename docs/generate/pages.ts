/** Lists the generated pages, and finds those that are out of date. */
import { readFile } from 'node:fs/promises'
import { DOCUMENTS } from '../../schema/documents/all.ts'
import { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import { OPERATIONS } from '../../server/operations.ts'
import { PRESETS, SHIPPED_FILES } from '../../server/shape-tag/preset-files.ts'
import { JOB_TYPES } from '../../steps/job-types.ts'
import { apiPage } from './api.ts'
import { clientTypes } from './client-types.ts'
import { configurationPage } from './configuration.ts'
import { documentsPage } from './documents.ts'
import { jobLifecyclePage } from './job-lifecycle.ts'
import { jobTypesPage } from './job-types.ts'
import type { Page } from './markdown.ts'
import { mediaPage } from './media.ts'
import { presetsPage } from './presets.ts'

/** One line for each generated page. */
export const PAGES: readonly Page[] = [
  apiPage(OPERATIONS),
  documentsPage(DOCUMENTS),
  clientTypes(DOCUMENTS),
  jobLifecyclePage(),
  jobTypesPage(JOB_TYPES),
  configurationPage(PRESETS),
  mediaPage(PRESETS),
  presetsPage(TranscodePresetDocument, SHIPPED_FILES),
]

/** The pages whose file is missing or differs from the generated text. */
export async function outdated(): Promise<readonly Page[]> {
  const texts = await Promise.all(
    PAGES.map(({ path }) => readFile(fileOf(path), 'utf8').catch(() => undefined)),
  )
  return PAGES.filter(({ text }, at) => texts[at] !== text)
}

/** `docs/api.md` → its URL. */
export function fileOf(path: string): URL {
  return new URL(`../../${path}`, import.meta.url)
}
