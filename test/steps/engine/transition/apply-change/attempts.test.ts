import { ABORT, lockedJob } from '../locked-job.ts'
import { CLEANUP, RUN, table } from './applied.ts'

table('A step that starts', [
  [
    'starts its job',
    lockedJob('READY', [{ number: 1, state: 'READY' }]),
    { transitions: [{ number: 1, event: 'started-asynchronously', ...RUN }], fetched: [1] },
    ['1 READY→STARTED_ASYNCHRONOUS', 'job READY→STARTED'],
  ],
  [
    'makes a WAITING job STARTED',
    lockedJob('WAITING', [
      { number: 1, state: 'READY' },
      { number: 2, state: 'WAITING' },
    ]),
    { transitions: [{ number: 1, event: 'started', run: 1 }] },
    ['1 READY→STARTED', 'job WAITING→STARTED'],
  ],
  [
    'leaves a job in HOLD unchanged',
    lockedJob('HOLD', [
      { number: 1, state: 'READY' },
      { number: 2, state: 'NONE' },
    ]),
    { transitions: [{ number: 1, event: 'started-asynchronously', ...RUN }] },
    ['1 READY→STARTED_ASYNCHRONOUS'],
  ],
  [
    'leaves a job that is being aborted unchanged',
    lockedJob(
      'ABORTED_PENDING',
      [
        { number: 1, state: 'FINISHED' },
        { ...CLEANUP, state: 'READY' },
      ],
      { abort: ABORT },
    ),
    { transitions: [{ number: 9, event: 'started-asynchronously', ...RUN }] },
    ['9 READY→STARTED_ASYNCHRONOUS'],
  ],
  [
    'and ends in one change, like a transactional step, is recorded as started',
    lockedJob('READY', [
      { number: 1, state: 'READY' },
      { number: 2, state: 'NONE', after: [1] },
    ]),
    {
      transitions: [
        { number: 1, event: 'started', run: 1 },
        { number: 1, event: 'finished', run: 1 },
      ],
    },
    ['1 READY→STARTED', 'job READY→STARTED', '1 STARTED→FINISHED', '2 NONE→READY'],
  ],
  [
    'and ends in one change can be the only step of a job',
    lockedJob('READY', [{ number: 1, state: 'READY' }]),
    {
      transitions: [
        { number: 1, event: 'started', run: 1 },
        { number: 1, event: 'finished', run: 1 },
      ],
    },
    ['1 READY→STARTED', 'job READY→STARTED', '1 STARTED→FINISHED', 'job STARTED→FINISHED'],
  ],
])

table('A step that ends', [
  [
    'makes all steps ready that waited for it alone',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED_ASYNCHRONOUS' },
      { number: 2, state: 'NONE', after: [1] },
      { number: 3, state: 'NONE', after: [1] },
      { number: 4, state: 'NONE', after: [2, 3] },
    ]),
    { transitions: [{ number: 1, event: 'finished', ...RUN }], dropped: [1] },
    ['1 STARTED_ASYNCHRONOUS→FINISHED', '2 NONE→READY', '3 NONE→READY'],
  ],
  [
    'as the last one ends the job',
    lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, CLEANUP]),
    { transitions: [{ number: 1, event: 'finished', ...RUN }] },
    ['1 STARTED→FINISHED', 'job STARTED→FINISHED'],
  ],
  [
    'to wait for a condition makes the job WAITING if nothing else runs',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'READY' },
    ]),
    { transitions: [{ number: 1, event: 'must-wait', ...RUN }], dropped: [1] },
    ['1 STARTED→WAITING', 'job STARTED→WAITING'],
  ],
  [
    'to wait for a condition leaves the job STARTED while another step runs',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'STARTED' },
    ]),
    { transitions: [{ number: 1, event: 'must-wait', ...RUN }], dropped: [1] },
    ['1 STARTED→WAITING'],
  ],
  [
    'to wait for a condition queues again when the condition has passed',
    lockedJob('WAITING', [{ number: 1, state: 'WAITING' }]),
    { transitions: [{ number: 1, event: 'problem-resolved' }] },
    ['1 WAITING→READY', 'job WAITING→READY'],
  ],
])

table('A step with a parallel dependency', [
  [
    'becomes ready when the other signals',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED_ASYNCHRONOUS' },
      { number: 2, state: 'NONE', alongside: [1] },
      { number: 3, state: 'NONE', after: [1] },
    ]),
    { transitions: [{ number: 1, event: 'signalled' }] },
    ['1 STARTED_ASYNCHRONOUS→STARTED_PARALLEL_ASYNCHRONOUS', '2 NONE→READY'],
  ],
  [
    'waits again if the other is lost before it has started',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED_PARALLEL' },
      { number: 2, state: 'READY', alongside: [1] },
    ]),
    { transitions: [{ number: 1, event: 'lost' }] },
    ['1 STARTED_PARALLEL→DISAPPEARED', '1 DISAPPEARED→READY', '2 READY→NONE'],
  ],
  [
    'keeps running if the other is lost after it has started',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED_PARALLEL' },
      { number: 2, state: 'STARTED', alongside: [1] },
    ]),
    { transitions: [{ number: 1, event: 'lost' }] },
    ['1 STARTED_PARALLEL→DISAPPEARED', '1 DISAPPEARED→READY'],
  ],
])
