import { CAUSES, type Cause } from '../../schema/documents/job-reason.ts'
import { NODE } from '../../steps/engine/admission/node-requirements.ts'
import { PAUSED } from '../../steps/engine/declare/problem.ts'
import { PROBLEMS } from '../../steps/problems.ts'
import { markerProblem } from '../../steps/scripted/script-problem.ts'
import { code, table } from './markdown.ts'

/** What abort, stop, pause and hold mean, side by side. */
export function controlTable(): string {
  return table(
    ['', 'Asked for with', 'What runs', 'What queues or waits', 'The job is then', 'Taken back with'],
    [
      [
        'Abort',
        code('DELETE /API/job/{jobId}'),
        'is ended within seconds, and what it has made is thrown away',
        'is given up',
        'ABORTED_PENDING, and ABORTED when its processes are gone and its clean-up has run',
        '–',
      ],
      [
        'Stop',
        code('POST /API/job/{jobId}/stop'),
        'is asked to end early with what it has, and so is each step after it',
        'is given up where it waits; where nothing runs, the job is aborted',
        'what comes of its steps: FINISHED where they can do with what there is',
        '–',
      ],
      [
        'Pause',
        code('POST /API/job/{jobId}/pause'),
        'goes on to its end',
        'waits to be resumed',
        'WAITING as soon as nothing runs; HOLD stays HOLD',
        code('POST /API/job/{jobId}/resume'),
      ],
      [
        'Pause a type',
        code('POST /API/jobtype/{type}/pause'),
        'goes on to its end',
        'stays where it is, and does not start',
        'as it was',
        code('POST /API/jobtype/{type}/resume'),
      ],
      [
        'Pause the queue',
        code('POST /API/job/pause'),
        'goes on to its end',
        'stays where it is, and does not start',
        'as it was',
        code('POST /API/job/resume'),
      ],
      [
        'Hold',
        `${code('holdJob=true')} when it is created`,
        '–',
        'starts when it is asked to, step by step',
        'HOLD',
        code('PUT /API/job/{jobId}?holdJob=false'),
      ],
    ],
  )
}

/** The types of problems, and when each has passed. */
export function problemsTable(): string {
  const kinds = PROBLEMS.filter((kind) => kind !== markerProblem)
  return table(
    ['Type', 'What is waited for'],
    [
      ...kinds.map(({ type, description }) => [code(type), description]),
      [
        code(NODE),
        'A node is wanted that has what none has of what the step needs: such slots, the encoder, such a GPU, a way to a storage.',
      ],
      [code(PAUSED), 'The job is paused; it passes when the job is resumed, and nobody has to look.'],
    ],
  )
}

export function causesTable(): string {
  return table(
    ['Cause', 'Meaning'],
    CAUSES.map((cause) => [code(cause), CAUSE_MEANINGS[cause]]),
  )
}

const CAUSE_MEANINGS = {
  ended: 'The job is final.',
  running: 'A step runs.',
  starting: 'Nothing is in its way; it starts within a moment.',
  aborting: 'It was aborted, and something of it is still ending or being cleaned up.',
  stopping: 'It was stopped, and a step is ending with what it has.',
  'given-up': 'A limit of the job has passed, and something of it is still ending.',
  held: 'It is in HOLD: its steps run only when they are asked to.',
  paused: 'The job was paused.',
  'type-paused': 'Jobs of its type were paused.',
  'queue-paused': 'The queue was paused.',
  problem: 'A step waits for a problem to pass.',
  retry: 'A step has failed, and is tried again when its wait is over.',
  'no-node': 'No worker is running.',
  'no-able-node': 'No worker that is running could run the step, were it alone there.',
  'slots-full': 'Every slot of the kind is taken.',
  'vram-full': 'No GPU has as much memory free as the step needs.',
  'jobs-full': 'As many jobs run as `concurrentJobs` allows.',
  'pool-full': 'As many jobs of its priority or below run as the job pools have room for.',
  'group-full': 'As many jobs of one of its task groups run as its `maxConcurrency` allows.',
} as const satisfies Record<Cause, string>
