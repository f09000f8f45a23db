/** Lists the audit: `GET /audit`. */
import { AuditLogDocument } from '../../schema/documents/audit-log.ts'
import { type AuditRow, readAudit } from '../../schema/queries/access/audit.ts'
import { operation } from '../http/operation.ts'
import { dateTime, integer, integerFrom, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'

const MOST_ENTRIES = 1_000

export default operation({
  title: 'List the audit',
  description:
    'Every request that changes something or issues a token, also one that was refused, and every failed sign-in: newest ' +
    'first. Kept for AUDIT_DAYS. It has no bodies, parameters, passwords or tokens. As text/plain: one entry per line, in ' +
    'columns separated by tabs: timestamp, username, runAs, address, operation, path, status. (Callsheet extension)',
  method: 'GET',
  path: '/audit',
  role: '_administrator',
  query: {
    user: parameter(string, undefined, 'The user who signed in, or whom `RunAs` named.'),
    operation: parameter(string, undefined, 'An operation, such as `PUT /user/{user}`, or `sign-in`.'),
    from: parameter(dateTime, undefined, 'Entries from this time on.'),
    to: parameter(dateTime, undefined, 'Entries before this time.'),
    first: parameter(
      integer,
      1,
      'Position of the first entry to return, counted from 1. Values below 1 count as 1.',
    ),
    number: parameter(
      integerFrom(0, MOST_ENTRIES),
      100,
      `Maximum number of entries, at most ${MOST_ENTRIES}.`,
    ),
  },
  produces: AuditLogDocument,
  plain: ({ entry }) => entry.map(columnsOf),
}).answer(async ({ query: { first, number, ...criteria }, em }) => {
  const entry = (await readAudit(em, criteria, { first, number })).map(entryDocument)
  return { count: entry.length, entry }
})

type Entry = AuditLogDocument['entry'][number]

function entryDocument({ at, user, runAs, address, operation, method, path, status }: AuditRow): Entry {
  return {
    timestamp: new Date(at),
    ...(user !== null && { username: user }),
    ...(runAs !== null && { runAs }),
    ...{ address, operation, method, path, status },
  }
}

function columnsOf({
  timestamp,
  username = '',
  runAs = '',
  address,
  operation,
  path,
  status,
}: Entry): readonly string[] {
  return [timestamp.toISOString(), username, runAs, address, operation, path, String(status)]
}
