import { ABORT, lockedJob } from '../locked-job.ts'
import { CLEANUP, FAILED, RUN, table } from './applied.ts'

table('A step that fails', [
  [
    'and is critical ends the job',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'NONE', after: [1] },
    ]),
    FAILED,
    ['1 STARTED→FAILED_FATAL', 'job STARTED→FAILED_TOTAL'],
  ],
  [
    'and is critical starts the clean-up of the job first',
    lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, CLEANUP]),
    FAILED,
    ['1 STARTED→FAILED_FATAL', '9 NONE→READY'],
  ],
  [
    'and is critical withdraws ready steps, and gives up steps that wait',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'READY' },
      { number: 3, state: 'FAILED_RETRY' },
      { number: 4, state: 'WAITING' },
    ]),
    FAILED,
    [
      '1 STARTED→FAILED_FATAL',
      '2 READY→NONE',
      '3 FAILED_RETRY→FAILED_FATAL',
      '4 WAITING→FAILED_FATAL',
      'job STARTED→FAILED_TOTAL',
    ],
  ],
  [
    'and is critical lets running steps end',
    lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'STARTED' }, CLEANUP]),
    FAILED,
    ['1 STARTED→FAILED_FATAL'],
  ],
  [
    'and is optional still releases the steps after it',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED', critical: false },
      { number: 2, state: 'NONE', after: [1] },
    ]),
    FAILED,
    ['1 STARTED→FAILED_FATAL', '2 NONE→READY'],
  ],
  [
    'and is optional ends the job with a warning',
    lockedJob('STARTED', [{ number: 1, state: 'STARTED', critical: false }, CLEANUP]),
    FAILED,
    ['1 STARTED→FAILED_FATAL', 'job STARTED→FINISHED_WARNING'],
  ],
  [
    'and is optional ends a WAITING job with a warning if it was the last one',
    lockedJob('WAITING', [{ number: 1, state: 'WAITING', critical: false }]),
    FAILED,
    ['1 WAITING→FAILED_FATAL', 'job WAITING→FINISHED_WARNING'],
  ],
  [
    'and is given up before its retry ends a job that has queued again',
    lockedJob('READY', [
      { number: 1, state: 'FAILED_RETRY' },
      { number: 2, state: 'READY' },
    ]),
    FAILED,
    ['1 FAILED_RETRY→FAILED_FATAL', '2 READY→NONE', 'job READY→FAILED_TOTAL'],
  ],
  [
    'and is given up before its retry ends a job that has queued again with a warning, if it is optional',
    lockedJob('READY', [
      { number: 1, state: 'FAILED_RETRY', critical: false },
      { number: 2, state: 'FINISHED' },
    ]),
    FAILED,
    ['1 FAILED_RETRY→FAILED_FATAL', 'job READY→FINISHED_WARNING'],
  ],
  [
    'and will be retried keeps its job STARTED',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'NONE', after: [1] },
    ]),
    { transitions: [{ number: 1, event: 'failed-retry', ...RUN, reason: 'busy', retryAfterMs: 5 }] },
    ['1 STARTED→FAILED_RETRY'],
  ],
  [
    'and would be retried is given up if the job has failed meanwhile',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'FAILED_FATAL' },
    ]),
    {
      transitions: [{ number: 1, event: 'failed-retry', ...RUN, reason: 'busy', retryAfterMs: 5 }],
      cause: 'busy',
    },
    ['1 STARTED→FAILED_RETRY', '1 FAILED_RETRY→FAILED_FATAL', 'job STARTED→FAILED_TOTAL'],
  ],
])

table('Clean-up steps', [
  [
    'run in the order of their dependencies',
    lockedJob('STARTED', [
      { number: 1, state: 'FAILED_FATAL' },
      { ...CLEANUP, state: 'STARTED' },
      { number: 10, state: 'NONE', cleanup: true, after: [9] },
    ]),
    { transitions: [{ number: 9, event: 'finished' }] },
    ['9 STARTED→FINISHED', '10 NONE→READY'],
  ],
  [
    'end the job when the last has ended',
    lockedJob('STARTED', [
      { number: 1, state: 'FAILED_FATAL' },
      { ...CLEANUP, state: 'STARTED' },
    ]),
    { transitions: [{ number: 9, event: 'finished' }] },
    ['9 STARTED→FINISHED', 'job STARTED→FAILED_TOTAL'],
  ],
  [
    'that fail do not keep the job from ending',
    lockedJob(
      'ABORTED_PENDING',
      [
        { number: 1, state: 'FAILED_FATAL' },
        { ...CLEANUP, state: 'STARTED' },
      ],
      { abort: ABORT },
    ),
    { transitions: [{ number: 9, event: 'failed-fatal', reason: 'busy' }] },
    ['9 STARTED→FAILED_FATAL', 'job ABORTED_PENDING→ABORTED'],
  ],
  [
    'that lost their node run again',
    lockedJob(
      'ABORTED_PENDING',
      [
        { number: 1, state: 'FAILED_FATAL' },
        { ...CLEANUP, state: 'STARTED' },
      ],
      { abort: ABORT },
    ),
    { transitions: [{ number: 9, event: 'lost' }] },
    ['9 STARTED→DISAPPEARED', '9 DISAPPEARED→READY'],
  ],
])
