/** Settings of the server: address, data, access and log. */
import { flag, integer, integerOrFlag, oneOf, optional, setting, text } from '../kinds.ts'

export const SERVER = {
  host: setting('HOST', 'Address to listen on.', text('127.0.0.1')),
  port: setting('PORT', 'TCP port to listen on; 0 picks a free one.', integer(8080, 0, 65_535)),
  dataDir: setting(
    'DATA_DIR',
    'Folder for the data of the server: its PostgreSQL, and media.',
    text('./data'),
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    'PostgreSQL 15 or newer, as `postgres://user:password@host/database`. ' +
      'If not set: an embedded PostgreSQL under DATA_DIR.',
    optional(/^postgres(ql)?:\/\/.+/, 'a URL that begins with postgres://'),
  ),
  databaseWait: setting(
    'DATABASE_WAIT',
    'How long a start waits for a PostgreSQL that cannot be reached or is starting, s. 0: not at all.',
    integer(60, 0, 86_400),
  ),
  adminPassword: setting(
    'ADMIN_PASSWORD',
    'Password of the user `admin`, set anew at each start. If not set: the one that it has, at first `admin`, which requires a ' +
      'loopback HOST. `npm run user -- password admin` sets another one.',
    optional(/./, 'a password'),
  ),
  trustProxy: setting(
    'TRUST_PROXY',
    'Number of proxies in front of the server. X-Forwarded-For, -Proto and -Host are read from the right ' +
      'by that number, and ignored with 0. `true` is 1, `false` is 0.',
    integerOrFlag(0, 0, 16),
  ),
  publicUrl: setting(
    'PUBLIC_URL',
    'URL of this server for others, such as `https://callsheet.example.com`: the `baseUri` of notifications. ' +
      'If not set: that of HOST and PORT.',
    optional(/^https?:\/\/[^/?#]+\/?$/, 'a URL without a path, such as https://callsheet.example.com'),
  ),
  notificationHosts: setting(
    'NOTIFICATION_HOSTS',
    'Hosts that notifications may be delivered to, separated by spaces, as in SCRIPT_HOSTS. ' +
      'If not set: all. Link-local addresses are always refused.',
    optional(/^\S+(\s+\S+)*$/, 'host names separated by spaces'),
  ),
  bodyLimit: setting('BODY_LIMIT', 'Longest request body, bytes.', integer(10_485_760, 1_024, 1_073_741_824)),
  statementTimeout: setting(
    'STATEMENT_TIMEOUT',
    'Maximum time of one database statement of a request, in seconds. A search that exceeds it is refused with 400, ' +
      'any other request with 503.',
    integer(30, 1, 3_600),
  ),
  strictMetadata: setting(
    'STRICT_METADATA',
    'Whether metadata of items and collections may have only fields that are defined (`/metadata-field`). If not: an ' +
      'unknown field is defined as a string.',
    flag(false),
  ),
  logLevel: setting(
    'LOG_LEVEL',
    'Minimum log level.',
    oneOf(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  ),
  testJobs: setting(
    'TEST_JOBS',
    'Whether to enable the job type TEST, whose metadata make steps fail, hang or crash the step agent. ' +
      'Only for tests of whole servers.',
    flag(false),
  ),
} as const
