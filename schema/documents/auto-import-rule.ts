/** Describes the AutoImportRuleDocument and its list (wire-media.md §1.8). */

import {
  boolean,
  type DocumentOf,
  document,
  element,
  list,
  maybe,
  maybeList,
  shape,
  string,
} from '../document.ts'
import { keyValues } from './key-value.ts'
import { metadata } from './metadata.ts'

const filter = shape({
  pattern: element(string, 'A regular expression for the whole path of a file.'),
  tag: maybeList(string, 'Shape tags.', { empty: 'omit' }),
})

const rule = {
  fileNameAsTitle: maybe(boolean, 'Whether the name of the file becomes the title of its item.'),
  storage: maybe(string, 'The storage. Given back only.'),
  tag: maybeList(string, 'The tags of the renditions to make.', { empty: 'omit' }),
  metadata: maybe(metadata, 'Metadata of each item.'),
  jobmetadata: maybe(keyValues, 'Metadata of each job.'),
  settingsId: maybe(string, 'Refused: there are no import profiles.'),
  projection: maybe(string, 'Refused: there are no projections.'),
  excludeFilter: maybeList(
    filter,
    'Files to leave out. One with tags only leaves out these renditions of the files.',
    { empty: 'omit' },
  ),
  shapeTagFilter: maybeList(filter, 'Tags of further renditions of the files with such a path.', {
    empty: 'omit',
  }),
  sequenceDefinition: maybe(string, 'Refused: a sequence of images is not imported as one.'),
  priority: maybe(string, 'The priority of the jobs. Default MEDIUM.'),
  user: maybe(string, 'Whose jobs they are. Default: who writes the rule.'),
  ignoreSidecarImport: maybe(
    boolean,
    'Whether sidecars are left alone. Default: one is imported into the item of the file with the same name.',
  ),
  disabledSidecarExtensions: maybeList(
    string,
    'Extensions of files that are imported as items, although they are those of sidecars.',
    { empty: 'omit' },
  ),
  enabled: maybe(boolean, 'Whether files are imported. Default: yes.'),
  resourceId: maybe(string, 'Refused: any node may run the jobs.'),
} as const

export const AutoImportRuleDocument = document('AutoImportRuleDocument', rule, {
  description: 'Which files of a storage are imported by themselves, and how.',
})
export type AutoImportRuleDocument = DocumentOf<typeof AutoImportRuleDocument>

export const AutoImportRuleListDocument = document(
  'AutoImportRuleListDocument',
  { rule: list(shape(rule), 'The rules, by storage.', { empty: 'omit' }) },
  { description: 'The rules of all storages.' },
)
export type AutoImportRuleListDocument = DocumentOf<typeof AutoImportRuleListDocument>
