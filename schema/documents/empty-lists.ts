/** Describes lists of what this server does not have: they are always empty (wire-media.md §7.1). */

import { type AnyDocument, document, integer, list, maybe, string } from '../document.ts'

/** By the name of the document: the name of its member, and of what it would list. */
const LISTS = {
  AccessControlListDocument: ['access', 'Access controls'],
  AccessControlMergedDocument: ['access', 'Access controls that apply'],
  DeletionLockListDocument: ['lock', 'Deletion locks'],
  ItemRelationListDocument: ['relation', 'Relations of items'],
  QuotaRuleListDocument: ['rule', 'Quota rules'],
  ScheduledRequestListDocument: ['scheduledRequest', 'Scheduled requests'],
  StorageRulesDocument: ['tag', 'Storage rules'],
  VidispineServiceListDocument: ['service', 'Services of Vidispine'],
} as const satisfies Readonly<Record<string, readonly [member: string, of: string]>>

export type EmptyList = keyof typeof LISTS

export const EMPTY_LISTS = Object.fromEntries(
  Object.entries(LISTS).map(([name, [member, of]]) => [
    name,
    document(
      name,
      { [member]: list(string, 'Always empty.', { empty: 'omit' }) },
      { description: `${of}: an empty list.` },
    ),
  ]),
) as unknown as Readonly<Record<EmptyList, AnyDocument>>

export const VXAListDocument = document(
  'VXAListDocument',
  { hits: maybe(integer, 'Always 0.'), vxa: list(string, 'Always empty.') },
  { description: 'Agents of Vidispine: an empty list.' },
)
