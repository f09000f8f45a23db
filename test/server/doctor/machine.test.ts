/** What the doctor makes of folders, the port and the machine. */
import assert from 'node:assert/strict'
import { type FolderFacts, folderFindings } from '../../../server/doctor/checks/folders.ts'
import { type MachineFacts, machineFindings, openFilesIn } from '../../../server/doctor/checks/machine.ts'
import { listeningInodes, type PortFacts, portFindings } from '../../../server/doctor/checks/port.ts'

import { table } from './brief.ts'

describe('The doctor on folders, the port and the machine', () => {
  const room = { freeMiB: 50_000, totalMiB: 100_000, freeInodes: 1e6, inodes: 1e6 }
  table<Partial<FolderFacts>>(
    [
      ['a folder in order', {}],
      ['a root that is missing', { is: 'missing' }, 'warning permissions: sudo mount -a'],
      ['one that the start makes', { is: 'missing', isMade: true }],
      ['a share that hangs', { is: 'silent' }, 'wrong permissions: sudo umount -l /m'],
      [
        'a root that is read-only',
        { unwritable: 'read-only file system' },
        'warning permissions: sudo mount -o remount,rw /m',
      ],
      [
        'a DATA_DIR that is closed',
        { name: 'DATA_DIR', unwritable: 'permission denied' },
        'wrong permissions: sudo chown "$(id -u):$(id -g)" /m',
      ],
      ['a full disk', { room: { ...room, freeMiB: 20 } }, 'wrong disk: du -xh /m | sort -h | tail -20'],
      [
        'a disk that is nearly full',
        { room: { ...room, freeMiB: 4_000 } },
        'warning disk: du -xh /m | sort -h | tail -20',
      ],
      [
        'no inodes',
        { room: { ...room, freeInodes: 7 } },
        'wrong disk: du -x --inodes /m | sort -n | tail -20',
      ],
      ['a file system without inodes', { room: { ...room, freeInodes: 0, inodes: 0 } }],
    ],
    (facts) => folderFindings([{ name: 'media root', path: '/m', is: 'there', room, ...facts }]),
  )

  table<Partial<PortFacts>>(
    [
      ['a free port', {}],
      ['our own server', { holder: { pid: 7, isOurServer: true }, selfTests: [] }],
      [
        'our own server in trouble',
        {
          holder: { pid: 7, isOurServer: true },
          selfTests: [{ name: 'media-programs', status: 'failed', messages: [] }],
        },
        'wrong server: ',
      ],
      [
        'another program',
        { holder: { pid: 7, command: 'nginx', isOurServer: false } },
        'wrong port: PORT=8081 npm start',
      ],
    ],
    (facts) => portFindings({ host: '127.0.0.1', port: 8080, ...facts }),
  )

  const machine: MachineFacts = {
    now: 1e12,
    made: 1e12 - 1,
    openFiles: 65_536,
    totalMiB: 8_000,
    freeMiB: 4_000,
  }
  const config = { programMemory: undefined, confinement: 'auto' } as const
  const NTP = 'sudo timedatectl set-ntp true'
  table<Partial<MachineFacts>>(
    [
      ['a machine in order', { aheadMs: 900 }],
      ['a clock before the copy was made', { now: 1e11 }, `wrong clock: ${NTP}`],
      ['a clock that is off by seconds', { aheadMs: -4_000 }, `warning clock: ${NTP}`],
      ['a clock that is off by minutes', { aheadMs: 90_000 }, `wrong clock: ${NTP}`],
      ['few files', { openFiles: 1_024 }, 'warning open files: ulimit -n 4096'],
      ['too few files', { openFiles: 64 }, 'wrong open files: ulimit -n 4096'],
      [
        'a container with less memory than ffmpeg may use',
        { limitMiB: 2_000 },
        'warning memory: PROGRAM_MEMORY=1500 npm start',
      ],
      [
        'too little memory',
        { limitMiB: 256 },
        'wrong memory: docker update --memory 2g --memory-swap 2g CONTAINER',
      ],
    ],
    (facts) => machineFindings({ ...machine, ...facts }, config),
  )

  it('reads the tables of the kernel', () => {
    assert.equal(
      openFilesIn('Max cpu time  unlimited\nMax open files            1024                 4096     files'),
      1_024,
    )
    assert.equal(
      openFilesIn('Max open files            unlimited            unlimited files'),
      Number.POSITIVE_INFINITY,
    )
    const line = (state: string) =>
      `   0: 0100007F:1F90 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 4711 1`
    assert.deepEqual(listeningInodes(`  sl\n${line('0A')}\n${line('01')}`, 8080), ['4711'])
  })
})
