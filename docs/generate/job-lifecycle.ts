/** Generates docs/job-lifecycle.md: the two state machines as tables and diagrams. */
import {
  FINAL_JOB_STATES,
  JOB_REMARKS,
  JOB_STATES,
  JOB_TRANSITIONS,
  type JobState,
  PRIORITIES,
  RUNNING_STEP_STATES,
  STEP_STATES,
  STEP_TRANSITIONS,
  type StepState,
} from '../../schema/states.ts'
import { causesTable, controlTable, problemsTable } from './job-control.ts'
import { codes, mermaid, NONE, type Page, page, table } from './markdown.ts'

export function jobLifecyclePage(): Page {
  return page('docs/job-lifecycle.md', 'The life of a job', 'schema/states.ts', [
    INTRODUCTION,
    '## Jobs',
    `Final states, which a job never leaves: ${codes(FINAL_JOB_STATES)}.`,
    mermaid(diagram(JOB_TRANSITIONS, ['READY', 'HOLD'])),
    statesTable(JOB_STATES, JOB_MEANINGS),
    transitionsTable(JOB_TRANSITIONS),
    `The history also records events that change no state, with the user: ${codes(JOB_REMARKS)}.`,
    '## Steps',
    `Running: ${codes(RUNNING_STEP_STATES)}.`,
    mermaid(diagram(STEP_TRANSITIONS, ['NONE', 'READY'])),
    statesTable(STEP_STATES, STEP_MEANINGS),
    transitionsTable(STEP_TRANSITIONS),
    '## Abort, stop, pause, hold',
    CONTROL,
    controlTable(),
    '## Problems',
    PROBLEMS,
    problemsTable(),
    '## Reasons',
    CAUSES,
    causesTable(),
    '## Priorities',
    `From lowest to highest: ${codes(PRIORITIES)}. Among jobs of the same priority, the oldest comes first.`,
  ])
}

const INTRODUCTION = `The state of a job follows from its steps, its hold and the request to abort it; one
pure function derives it. That function, and every event of a step, is checked against the tables below: a
transition that is not in them cannot happen, and an attempt at one is refused and reported.`

const CONTROL = `An abort discards, a stop keeps, and a pause only waits. None of them changes a job that is
final, and each is accepted in any state. The history records the user and the reason.`

const PROBLEMS = `A problem is a condition that stops a step but can pass. Jobs that wait for the same
condition share a problem. If they need different amounts, as of room on a storage, those for which there is
enough go on, in their old order. A waiting step holds no slot and uses up no try. A problem is checked
repeatedly, less often with time but at least once a minute, until it has passed;
\`POST /API/job/problem/{problemId}/check\` checks it at once.`

const CAUSES = `\`GET /API/job/{jobId}/reason\` answers why a job is in its state, as a sentence and as one of
these causes for programs; lists include the sentence with \`reason=true\`. For a queued job, the function
that admits jobs decides the reason.`

type Transitions = Readonly<Record<string, Readonly<Record<string, string>>>>

function diagram(transitions: Transitions, first: readonly string[]): readonly string[] {
  const arrows = Object.entries(transitions).flatMap(([from, row]) =>
    Object.entries(row).map(([event, to]) => `  ${from} --> ${to}: ${event}`),
  )
  const last = Object.entries(transitions).filter(([state, row]) => isEnd(state, row, transitions))
  return [
    'stateDiagram-v2',
    ...first.map((state) => `  [*] --> ${state}`),
    ...arrows,
    ...last.map(([state]) => `  ${state} --> [*]`),
  ]
}

/** A state that can be entered but not left. */
function isEnd(state: string, row: Readonly<Record<string, string>>, transitions: Transitions): boolean {
  return (
    Object.keys(row).length === 0 &&
    Object.values(transitions).some((other) => Object.values(other).includes(state))
  )
}

function statesTable<State extends string>(
  states: readonly State[],
  meanings: Readonly<Record<State, string>>,
): string {
  return table(
    ['State', 'Meaning'],
    states.map((state) => [state, meanings[state]]),
  )
}

function transitionsTable(transitions: Transitions): string {
  const rows = Object.entries(transitions).flatMap(([from, row]) => {
    const events = Object.entries(row)
    return events.length > 0 ? events.map(([event, to]) => [from, event, to]) : [[from, NONE, NONE]]
  })
  return table(['In', 'when', 'becomes'], rows)
}

const JOB_MEANINGS = {
  READY: 'In the queue.',
  STARTED: 'At least one of its steps has started.',
  VIDINET_JOB: 'Named by the API; Callsheet never enters it.',
  FINISHED: 'All steps have succeeded.',
  FINISHED_WARNING: 'All critical steps have succeeded; another has failed.',
  FAILED_TOTAL: 'A critical step failed for good.',
  WAITING: 'No step runs, and at least one waits for a problem to pass.',
  ABORTED_PENDING: 'An abort was requested; some steps have not stopped yet.',
  ABORTED: 'It was aborted, and all steps have stopped.',
  HOLD: 'Its steps run only when you start them.',
} as const satisfies Record<JobState, string>

const STEP_MEANINGS = {
  NONE: 'It waits for other steps, or has not been requested.',
  READY: 'It starts as soon as a node has room for it.',
  STARTED: 'A transactional step runs.',
  STARTED_ASYNCHRONOUS: 'An asynchronous step runs, on a slot of a node.',
  STARTED_PARALLEL: 'A transactional step runs, and has signaled that dependent steps may start beside it.',
  STARTED_PARALLEL_ASYNCHRONOUS: 'The same for an asynchronous step.',
  STARTED_SUBTASKS: 'Its work is split into sub tasks, which run.',
  FINISHED: 'It has succeeded.',
  FAILED_RETRY: 'An attempt has failed; another follows.',
  FAILED_FATAL: 'It has failed and is not tried again; or an abort has stopped it.',
  WAITING: 'It waits for a problem to pass, and holds no slot.',
  DISAPPEARED: 'Its node was lost; it runs again.',
} as const satisfies Record<StepState, string>
