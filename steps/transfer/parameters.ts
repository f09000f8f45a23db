/** The metadata keys of all job types that transfer files. */

import { isRemote } from '../../tasks/transfer/location.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Invalid } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'

export const LIMIT_RATE: Parameter = {
  key: 'limitRate',
  required: false,
  description: 'Bandwidth of the transfer, bytes per second. Default: that of `TRANSFER_RATE`.',
  form: { pattern: /^[1-9]\d{3,11}$/, expected: 'a whole number from 1000 to 999999999999' },
}

export const CHECKSUM_ALGORITHMS: Parameter = {
  key: 'checksumAlgorithms',
  required: false,
  description:
    'Checksums of the content that are computed while it is transferred, separated by commas: `sha256`, `sha1`, `md5`. Default: only `sha256`.',
  form: {
    pattern: /^\s*(sha256|sha1|md5)\s*(,\s*(sha256|sha1|md5)\s*)*$/,
    expected: 'sha256, sha1 and md5, separated by commas',
  },
}

/** Whether one end is on another host. */
export function isBetweenHosts({ sourceUri, destinationUri }: Metadata): boolean {
  return isRemote(sourceUri) || isRemote(destinationUri)
}

/** The first key that asks for what only a transfer does. */
export function transferKey(metadata: Metadata): string | undefined {
  return ['limitRate', 'checksumAlgorithms', 'checksumMode'].find((key) => metadata[key] !== undefined)
}

/** Refuses keys that would have no effect on this copy or move. */
export function refusedKeys(
  metadata: Metadata,
  { isMove }: { readonly isMove: boolean },
): Invalid | undefined {
  const invalid = (key: string, explanation: string): Invalid => ({
    ...{ refused: 'invalid', key, explanation, value: metadata[key] ?? '' },
  })
  const key = transferKey(metadata)
  if (isMove && key !== undefined && key !== 'checksumMode' && !isBetweenHosts(metadata))
    return invalid(key, 'has no effect on a move between file: URIs')
  if (metadata['preserve'] !== 'true') return undefined
  if (isBetweenHosts(metadata)) return invalid('preserve', 'can only be true for a copy between file: URIs')
  return key === undefined ? undefined : invalid(key, 'cannot be combined with preserve=true')
}
