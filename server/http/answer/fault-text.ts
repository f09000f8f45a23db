/** Writes a fault as text/plain: status and sentence, then `Label: value` lines (wire.md §5.1). */
import type { Fault, FaultKind } from './fault.ts'
import { writePlain } from './plain.ts'

export function faultAsText(fault: Fault): string {
  const lines = [`${fault.status} ${SENTENCE[fault.kind]}`]
  const fields = fault.document[fault.kind] as Readonly<Record<string, string | null | undefined>> | undefined
  for (const [field, label] of Object.entries(LABEL)) {
    const value = fields?.[field]
    if (value !== undefined && value !== null) lines.push(`${label}: ${value}`)
  }
  return writePlain(lines)
}

const SENTENCE = {
  notFound: 'A resource could not be found',
  internalServer: 'An internal error occurred',
  forbidden: 'The operation is not permitted',
  notYetImplemented: 'The operation is not yet implemented',
  conflict: 'The operation conflicts with the state of the resource',
  invalidInput: 'An invalid parameter was entered',
  licenseFault: 'The license does not allow the operation',
  fileAlreadyExists: 'A file already exists',
  notAuthorized: 'Not authorized',
} as const satisfies Record<FaultKind, string>

const LABEL = {
  type: 'Type',
  context: 'Context',
  id: 'ID',
  storageId: 'Storage',
  fileId: 'File',
  path: 'Path',
  explanation: 'Reason',
  value: 'Value',
  message: 'Message',
} as const
