/** Settings of transfers: files on other hosts. */
import { readCredentials } from '../credentials.ts'
import { integer, optional, setting } from '../kinds.ts'

export const TRANSFERS = {
  transferHosts: setting(
    'TRANSFER_HOSTS',
    'Hosts that jobs may read from and write to by `http:`, `https:`, `ftp:`, `ftps:` and `sftp:` URIs, ' +
      'separated by spaces, as in SCRIPT_HOSTS. If not set: all. Link-local addresses are always refused. ' +
      'Buckets of S3 are those that TRANSFER_CREDENTIALS names.',
    optional(/^\S+(\s+\S+)*$/, 'host names separated by spaces'),
  ),
  transferCredentials: setting(
    'TRANSFER_CREDENTIALS',
    'Who signs in at other hosts, separated by spaces: `ftp://user:password@host`, also with `ftps:`, `http:` and ' +
      '`https:`; `sftp://user:password@host?hostKey=SHA256:…`, or with `key=` and the path of a private key; ' +
      '`s3://key:secret@bucket?endpoint=https://…&region=…`. The host may have a port; `*` is any host or bucket. ' +
      'Special characters are percent-encoded. URIs of jobs must have no passwords.',
    { isSecret: true, fallback: '', read: (given) => readCredentials(given ?? '') },
  ),
  transferRate: setting(
    'TRANSFER_RATE',
    'Bandwidth that all transfers of this agent have together, bytes per second. ' +
      'The metadata key `limitRate` limits those of one job further. 0: no limit.',
    integer(0, 0, 1_000_000_000_000),
  ),
} as const
