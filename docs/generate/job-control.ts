/** Generates the tables of docs/job-lifecycle.md on ending, holding up and waiting jobs. */
import { CAUSES, type Cause } from '../../schema/documents/job-reason.ts'
import { NODE } from '../../steps/engine/admission/node-requirements.ts'
import { PAUSED } from '../../steps/engine/declare/problem.ts'
import { PROBLEMS } from '../../steps/problems.ts'
import { code, table } from './markdown.ts'

/** Compares abort, stop, pause and hold. */
export function controlTable(): string {
  return table(
    ['', 'Request', 'Running steps', 'Queued and waiting steps', 'State of the job', 'Undone by'],
    [
      [
        'Abort',
        code('DELETE /API/job/{jobId}'),
        'end within seconds, and their output is discarded',
        'do not start',
        'ABORTED_PENDING, then ABORTED when its processes are gone and its clean-up has run',
        '–',
      ],
      [
        'Stop',
        code('POST /API/job/{jobId}/stop'),
        'are asked to end early with what they have, and so is every later step',
        'end if they wait; if no step runs, the job is aborted',
        'depends on its steps: FINISHED if they can work with what there is',
        '–',
      ],
      [
        'Pause',
        code('POST /API/job/{jobId}/pause'),
        'run to their end',
        'wait until the job is resumed',
        'WAITING as soon as no step runs; HOLD stays HOLD',
        code('POST /API/job/{jobId}/resume'),
      ],
      [
        'Pause a type',
        code('POST /API/jobtype/{type}/pause'),
        'run to their end',
        'keep their place, and do not start',
        'unchanged',
        code('POST /API/jobtype/{type}/resume'),
      ],
      [
        'Pause the queue',
        code('POST /API/job/pause'),
        'run to their end',
        'keep their place, and do not start',
        'unchanged',
        code('POST /API/job/resume'),
      ],
      [
        'Hold',
        `${code('holdJob=true')} on creation`,
        '–',
        'start on request, one by one',
        'HOLD',
        code('PUT /API/job/{jobId}?holdJob=false'),
      ],
    ],
  )
}

/** Lists the types of problems. */
export function problemsTable(): string {
  return table(
    ['Type', 'Meaning'],
    [
      ...PROBLEMS.map(({ type, description }) => [code(type), description]),
      [
        code(NODE),
        'No node has what the step needs: slots, the encoder, enough GPU memory, or its storages.',
      ],
      [code(PAUSED), 'The job is paused. Nothing is checked: the problem passes when the job is resumed.'],
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
  starting: 'Nothing prevents it; it starts within a moment.',
  aborting: 'It was aborted; some of its steps are still ending, or its clean-up runs.',
  stopping: 'It was stopped; a step is ending with what it has.',
  'given-up': 'It exceeded a limit; some of its steps are still ending, or its clean-up runs.',
  held: 'On hold: steps run only when you start them.',
  paused: 'The job was paused.',
  'type-paused': 'Jobs of its type were paused.',
  'queue-paused': 'The queue was paused.',
  problem: 'A step waits for a problem to pass.',
  retry: 'A step has failed and is tried again when its backoff has passed.',
  'no-node': 'No worker is running.',
  'no-able-node': 'No running worker could run the step, even when idle.',
  'slots-full': 'Every slot of the category is taken.',
  'vram-full': 'No GPU has enough free memory for the step.',
  'jobs-full': 'The limit `concurrentJobs` is reached.',
  'pool-full': 'The job pools have no place left for jobs of its priority or below.',
  'group-full': 'One of its task groups has reached its `maxConcurrency`.',
} as const satisfies Record<Cause, string>
