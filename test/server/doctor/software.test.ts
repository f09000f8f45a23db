/** What the doctor makes of Node, the packages and the settings, and how it reports it. */
import assert from 'node:assert/strict'
import { readConfig } from '../../../config/config.ts'
import { settingsFindings } from '../../../server/doctor/checks/settings.ts'
import type { Finding } from '../../../server/doctor/finding.ts'
import { type FoundationFacts, foundationFindings } from '../../../server/doctor/foundations.mjs'
import { reportOf } from '../../../server/doctor/report.mjs'

import { CI, table } from './brief.ts'

describe('The doctor on Node and the packages', () => {
  const whole: FoundationFacts = {
    ...{ running: '24.21.0', packaged: { is: 'there', version: '24.21.0' }, hasConsole: true },
    packages: [{ name: 'koa', wanted: '3.3.0', found: '3.3.0' }],
  }
  const missing = { packaged: { is: 'missing' } as const }
  table<Partial<FoundationFacts>>(
    [
      ['the Node of npm', {}],
      ['an old shell with the Node of npm', { running: '20.19.2' }],
      ['a new shell without it', missing],
      ['an old shell without it', { ...missing, running: '20.19.2' }, `wrong Node: ${CI}`],
      [
        'a Node that is too old for both',
        { running: '24.11.0', packaged: { is: 'there', version: '24.2.0' } },
        `wrong Node: ${CI}`,
      ],
      [
        'a Node of npm that does not run',
        { running: '20.1.0', packaged: { is: 'broken', why: 'noexec' } },
        'wrong Node: rm -rf node_modules',
      ],
      [
        'a package that is missing',
        { packages: [{ name: 'koa', wanted: '3.3.0', found: undefined }] },
        `wrong packages: ${CI}`,
      ],
      [
        'a package of another version',
        { packages: [{ name: 'koa', wanted: '3.3.0', found: '2.0.0' }] },
        `wrong packages: ${CI}`,
      ],
      ['no console', { hasConsole: false }, 'warning console: npm run build:web'],
    ],
    (facts) => foundationFindings({ ...whole, ...facts }),
  )
})

describe('The doctor on settings', () => {
  const read = readConfig({ DATA_DIR: '/srv/d' })
  assert.ok('config' in read)
  table<readonly [Parameters<typeof settingsFindings>[0][number]['setting'], string]>(
    [
      ['an invalid value', ['maxPixels', 'MAX_PIXELS: expected …'], 'wrong settings: unset MAX_PIXELS'],
      [
        'the default password',
        ['host', 'HOST 0.0.0.0 is reachable: set ADMIN_PASSWORD first.'],
        'wrong settings: ADMIN_PASSWORD=… npm start',
      ],
      [
        'a closed DATA_DIR',
        ['dataDir', "DATA_DIR: …: permission denied, access '/srv/d'"],
        'wrong settings: sudo chown -R "$(id -u):$(id -g)" /srv/d',
      ],
      [
        'a DATA_DIR in a closed folder',
        ['dataDir', "DATA_DIR: …: permission denied, access '/srv'"],
        'wrong settings: sudo install -d -o "$(id -un)" -g "$(id -gn)" /srv/d',
      ],
      [
        'a port for root',
        ['port', 'PORT: expected a port that this user may use, got “80”'],
        'wrong settings: unset PORT',
      ],
    ],
    ([setting, message]) => settingsFindings([{ setting, message }], read.config, 1),
  )
})

it('The report has a line for each check, then what mends each problem', () => {
  const findings: readonly Finding[] = [
    { check: 'disk', state: 'ok', says: '7 GiB free' },
    { check: 'open files', state: 'wrong', says: 'at most 64', mend: ['ulimit -n 4096'] },
  ]
  const expected =
    'ok       disk        7 GiB free\nwrong    open files  at most 64\n\n1 wrong, 0 warnings. What mends it:\n\n' +
    'open files: at most 64\n    ulimit -n 4096\n'
  assert.equal(reportOf(findings, false), expected)
  assert.ok(reportOf(findings, true).startsWith('\u001b[32mok     \u001b[0m '))
})
