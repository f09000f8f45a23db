import { lockedJob } from '../locked-job.ts'
import { CLEANUP, FAILED, table } from './applied.ts'

table('HOLD', [
  [
    'keeps later steps from starting',
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
    'lets a step be requested whatever it depends on',
    lockedJob('HOLD', [
      { number: 1, state: 'NONE' },
      { number: 2, state: 'NONE', after: [1] },
    ]),
    { transitions: [{ number: 2, event: 'dependencies-met' }] },
    ['2 NONE→READY'],
  ],
  [
    'makes steps ready when it is released',
    lockedJob('HOLD', [
      { number: 1, state: 'FINISHED' },
      { number: 2, state: 'NONE', after: [1] },
    ]),
    { releaseHold: true },
    ['2 NONE→READY', 'job HOLD→READY'],
  ],
  [
    'becomes STARTED when it is released while a step runs',
    lockedJob('HOLD', [{ number: 1, state: 'STARTED_ASYNCHRONOUS' }]),
    { releaseHold: true },
    ['job HOLD→STARTED'],
  ],
  [
    'retries failed steps when it is released',
    lockedJob('HOLD', [{ number: 1, state: 'FAILED_RETRY' }]),
    { releaseHold: true },
    ['1 FAILED_RETRY→READY', 'job HOLD→READY'],
  ],
  [
    'becomes WAITING when it is released while a step waits for a condition',
    lockedJob('HOLD', [{ number: 1, state: 'WAITING' }]),
    { releaseHold: true },
    ['job HOLD→READY', 'job READY→WAITING'],
  ],
  [
    'is released only once: another release retries nothing',
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
