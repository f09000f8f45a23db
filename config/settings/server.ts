/** Where the server listens and what it keeps. */
import { flag, integer, oneOf, optional, setting, text } from '../kinds.ts'

export const SERVER = {
  host: setting('HOST', 'Address to listen on.', text('127.0.0.1')),
  port: setting('PORT', 'TCP port to listen on; 0 takes a free one.', integer(8080, 0, 65_535)),
  dataDir: setting(
    'DATA_DIR',
    'Folder for everything the server keeps itself: its PostgreSQL, and media.',
    text('./data'),
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    'PostgreSQL 15 or newer to use, as `postgres://user:password@host/database`. Absent: one of its own, under DATA_DIR.',
    optional(/^postgres(ql)?:\/\/.+/, 'a URL that begins with postgres://'),
  ),
  adminPassword: setting(
    'ADMIN_PASSWORD',
    'Password of the user `admin`. Absent: `admin`, which is accepted on a loopback HOST only.',
    optional(/./, 'a text that is not empty'),
  ),
  trustProxy: setting(
    'TRUST_PROXY',
    'Whether X-Forwarded-For, -Proto and -Host are believed: only behind a proxy that sets them.',
    flag(false),
  ),
  bodyLimit: setting(
    'BODY_LIMIT',
    'Longest request body that is read, bytes.',
    integer(10_485_760, 1_024, 1_073_741_824),
  ),
  logLevel: setting(
    'LOG_LEVEL',
    'Least important messages to log.',
    oneOf(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  ),
  testJobs: setting(
    'TEST_JOBS',
    'Whether there are jobs of type TEST, whose steps do what their metadata tell them: fail, hang, take the step agent down. For tests of whole servers only.',
    flag(false),
  ),
} as const
