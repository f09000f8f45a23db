/** What an import is to the steps that it borrows: a copy, and then a transcode of the copy. Pure. */
import type { Metadata } from '../engine/declare/step.ts'
import type { View } from './seen-as.ts'

/** The names of the steps of an import. */
export const CONTENT = {
  transfer: 'bring-content',
  check: 'check-content',
  prepare: 'prepare-transcode-of-content',
  transcode: 'transcode-content',
  renditions: 'check-renditions-of-content',
  register: 'register-content',
  registerRenditions: 'register-renditions-of-content',
} as const

/** Whether the content stays where it is: a file of a storage. */
export function staysInPlace({ sourceUri, destinationUri }: Metadata): boolean {
  return destinationUri === undefined || sourceUri === destinationUri
}

/** The content on its storage. */
export function contentUri({ sourceUri = '', destinationUri = sourceUri }: Metadata): string {
  return destinationUri
}

/** Whether renditions are wanted: some tags, and a transcode not forbidden. */
export function hasRenditions({ tags = '', noTranscode }: Metadata): boolean {
  return tags !== '' && noTranscode !== 'true'
}

/** The copy of the content to its storage. */
export const AS_COPY: View = {
  metadata: (metadata) => metadata,
  results: { 'copy-file': CONTENT.transfer, 'register-file': CONTENT.register },
  isNeeded: (metadata) => !staysInPlace(metadata),
}

/** The transcode of the content on its storage. */
export const AS_TRANSCODE: View = {
  metadata: (metadata) => ({
    ...metadata,
    sourceUri: contentUri(metadata),
    destinationUri: metadata['renditionUri'] ?? metadata['destinationUri'] ?? '',
  }),
  results: {
    'probe-file': CONTENT.check,
    'prepare-transcode': CONTENT.prepare,
    transcode: CONTENT.transcode,
    'check-output': CONTENT.renditions,
    'register-output': CONTENT.registerRenditions,
  },
  isMade: (metadata) => !staysInPlace(metadata),
  isNeeded: hasRenditions,
}
