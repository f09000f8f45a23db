import { lockedJob } from '../locked-job.ts'
import { CLEANUP, FAILED, table } from './applied.ts'

table('HOLD', [
  [
    'releases nothing that follows',
    lockedJob('HOLD', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'NONE', after: [1] },
    ]),
    { transitions: [{ number: 1, event: 'finished' }] },
    ['1 STARTED→FINISHED'],
  ],
  [
    'ends with the last step',
    lockedJob('HOLD', [{ number: 1, state: 'STARTED' }]),
    { transitions: [{ number: 1, event: 'finished' }] },
    ['1 STARTED→FINISHED', 'job HOLD→FINISHED'],
  ],
  [
    'lets a step be asked for whatever it depends on',
    lockedJob('HOLD', [
      { number: 1, state: 'NONE' },
      { number: 2, state: 'NONE', after: [1] },
    ]),
    { transitions: [{ number: 2, event: 'dependencies-met' }] },
    ['2 NONE→READY'],
  ],
  [
    'when let go releases what may start',
    lockedJob('HOLD', [
      { number: 1, state: 'FINISHED' },
      { number: 2, state: 'NONE', after: [1] },
    ]),
    { releaseHold: true },
    ['2 NONE→READY', 'job HOLD→READY'],
  ],
  [
    'when let go while a step runs makes the job STARTED',
    lockedJob('HOLD', [{ number: 1, state: 'STARTED_ASYNCHRONOUS' }]),
    { releaseHold: true },
    ['job HOLD→STARTED'],
  ],
  [
    'when let go tries again what has failed',
    lockedJob('HOLD', [{ number: 1, state: 'FAILED_RETRY' }]),
    { releaseHold: true },
    ['1 FAILED_RETRY→READY', 'job HOLD→READY'],
  ],
  [
    'when let go while a step waits for a condition makes the job wait',
    lockedJob('HOLD', [{ number: 1, state: 'WAITING' }]),
    { releaseHold: true },
    ['job HOLD→READY', 'job READY→WAITING'],
  ],
  [
    'that is let go twice is let go once: what waits for its next try goes on waiting',
    lockedJob('STARTED', [{ number: 1, state: 'FAILED_RETRY' }]),
    { releaseHold: true },
    [],
  ],
  [
    'does not keep a failed job from being cleaned up',
    lockedJob('HOLD', [{ number: 1, state: 'STARTED' }, CLEANUP]),
    FAILED,
    ['1 STARTED→FAILED_FATAL', '9 NONE→READY'],
  ],
])
