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
    'takes a waiting job out of WAITING',
    lockedJob('WAITING', [
      { number: 1, state: 'READY' },
      { number: 2, state: 'WAITING' },
    ]),
    { transitions: [{ number: 1, event: 'started', run: 1 }] },
    ['1 READY→STARTED', 'job WAITING→STARTED'],
  ],
  [
    'leaves a job under HOLD as it is',
    lockedJob('HOLD', [
      { number: 1, state: 'READY' },
      { number: 2, state: 'NONE' },
    ]),
    { transitions: [{ number: 1, event: 'started-asynchronously', ...RUN }] },
    ['1 READY→STARTED_ASYNCHRONOUS'],
  ],
  [
    'leaves a job that is being aborted as it is',
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
    'and ends in one change, as a short step does, is seen to have started',
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
    'and ends in one change may be all there is of a job',
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
    'releases all that waited for it alone',
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
    'for the last time ends the job',
    lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, CLEANUP]),
    { transitions: [{ number: 1, event: 'finished', ...RUN }] },
    ['1 STARTED→FINISHED', 'job STARTED→FINISHED'],
  ],
  [
    'and waits for a condition makes the job wait, when nothing else runs',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'READY' },
    ]),
    { transitions: [{ number: 1, event: 'must-wait', ...RUN }], dropped: [1] },
    ['1 STARTED→WAITING', 'job STARTED→WAITING'],
  ],
  [
    'and waits for a condition changes nothing for the job, while another runs',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'STARTED' },
    ]),
    { transitions: [{ number: 1, event: 'must-wait', ...RUN }], dropped: [1] },
    ['1 STARTED→WAITING'],
  ],
  [
    'and waited for a condition queues again when that has passed',
    lockedJob('WAITING', [{ number: 1, state: 'WAITING' }]),
    { transitions: [{ number: 1, event: 'problem-resolved' }] },
    ['1 WAITING→READY', 'job WAITING→READY'],
  ],
])

table('A step that runs alongside another', [
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
    'waits anew when the other is lost before it has started',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED_PARALLEL' },
      { number: 2, state: 'READY', alongside: [1] },
    ]),
    { transitions: [{ number: 1, event: 'lost' }] },
    ['1 STARTED_PARALLEL→DISAPPEARED', '1 DISAPPEARED→READY', '2 READY→NONE'],
  ],
  [
    'runs on when the other is lost after it has started',
    lockedJob('STARTED', [
      { number: 1, state: 'STARTED_PARALLEL' },
      { number: 2, state: 'STARTED', alongside: [1] },
    ]),
    { transitions: [{ number: 1, event: 'lost' }] },
    ['1 STARTED_PARALLEL→DISAPPEARED', '1 DISAPPEARED→READY'],
  ],
])
