/** Writes a fault as text/plain: status and sentence, then `Label: value` lines, with CRLF (wire.md §5.1). */
import type { Fault, FaultKind } from './fault.ts'

export function faultAsText(fault: Fault): string {
  const lines = [`${fault.status} ${SENTENCE[fault.kind]}`]
  const fields = fault.document[fault.kind] as Readonly<Record<string, string | null | undefined>> | undefined
  for (const [field, label] of Object.entries(LABEL)) {
    const value = fields?.[field]
    if (value !== undefined && value !== null) lines.push(`${label}: ${onOneLine(value)}`)
  }
  return lines.map((line) => `${line}\r\n`).join('')
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

/** Removes line breaks, so that a value from the client cannot inject lines into the answer. */
function onOneLine(value: string): string {
  return value.replaceAll(/[\r\n]+/g, ' ')
}
