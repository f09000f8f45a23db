import { SCHEMA_VERSION } from '../../../schema/migrations/migrations.ts'
import { databaseFindings, urlFindings } from '../../../server/doctor/checks/database.ts'
import { type EmbeddedFacts, embeddedFindings } from '../../../server/doctor/checks/postgres.ts'

import { CI, table } from './brief.ts'

describe('The doctor on PostgreSQL', () => {
  table<string>(
    [
      [
        'a pooler',
        'DATABASE_URL leads to a connection pooler in transaction or statement mode',
        "wrong PostgreSQL: psql -p 6432 pgbouncer -c 'set pool_mode = session'",
      ],
      [
        'an old version',
        'PostgreSQL 15 or newer is needed; the one at DATABASE_URL is 13.4.',
        'wrong PostgreSQL: sudo apt-get install -y postgresql-17',
      ],
      [
        'nothing there',
        'Cannot use the PostgreSQL at DATABASE_URL: connect ECONNREFUSED 10.0.0.1:5432',
        'wrong PostgreSQL: sudo systemctl start postgresql',
      ],
      ['no such database', 'database "jobs" does not exist', 'wrong PostgreSQL: createdb jobs'],
      [
        'a wrong password',
        'password authentication failed for user "x"',
        `wrong PostgreSQL: psql "$DATABASE_URL" -c 'select 1'`,
      ],
    ],
    (problem) => urlFindings([problem]),
  )

  const answering = {
    version: '17.2',
    aheadMs: 3,
    used: 6,
    most: 100,
    mayMigrate: true,
    schema: SCHEMA_VERSION,
    defaultPassword: false,
  }
  const asked = { role: 'all', host: '127.0.0.1', hasAdminPassword: false, isServerRunning: false } as const
  table<
    readonly [
      Partial<typeof answering> | { readonly schema: null },
      Partial<{ readonly [K in keyof typeof asked]: string | boolean }>?,
    ]
  >(
    [
      ['one that answers', [{}]],
      ['no schema yet', [{ schema: null }]],
      ['an older schema', [{ schema: '0001-first' }]],
      ['a newer schema', [{ schema: '9999-later' }], 'wrong schema: git pull && npm ci && npm start'],
      [
        'too few rights',
        [{ mayMigrate: false }],
        `wrong schema: psql "$DATABASE_URL" -c 'alter schema callsheet owner to USER'`,
      ],
      [
        'too few connections',
        [{ used: 95 }],
        `wrong database: psql "$DATABASE_URL" -c 'alter system set max_connections = 120'`,
      ],
      ['few connections, of which a server has its own', [{ used: 95 }, { isServerRunning: true }]],
      [
        'the default password on this machine',
        [{ defaultPassword: true }],
        'warning password: npm run user -- password admin',
      ],
      [
        'the default password beyond it',
        [{ defaultPassword: true }, { host: '0.0.0.0' }],
        'wrong password: npm run user -- password admin',
      ],
      [
        'one that ADMIN_PASSWORD replaces',
        [{ defaultPassword: true }, { host: '0.0.0.0', hasAdminPassword: true }],
      ],
    ],
    ([facts, question]) =>
      databaseFindings({ ...answering, ...facts }, { ...asked, ...question } as typeof asked),
  )

  const embedded: EmbeddedFacts = {
    dataDir: '/srv/a b',
    hasCluster: true,
    programs: { bin: '/pg', major: 18, as: 'this user' },
    runs: 'no',
    leftovers: [],
  }
  table<Partial<EmbeddedFacts>>(
    [
      ['the embedded one', {}],
      [
        'no program that runs',
        { programs: { why: 'The embedded PostgreSQL cannot run here:\n  as this user: no' } },
        `wrong PostgreSQL: ${CI}`,
      ],
      [
        'data of another user',
        { foreignOwner: 1000 },
        `wrong PostgreSQL: sudo chown -R "$(id -u):$(id -g)" '/srv/a b'`,
      ],
      ['one whose keeper was killed', { runs: 'alone' }, 'warning leftovers: npm start'],
      ['a stale lock file', { leftovers: ['postgres/postmaster.pid'] }, 'warning leftovers: npm start'],
    ],
    (facts) => embeddedFindings({ ...embedded, ...facts }),
  )
})
