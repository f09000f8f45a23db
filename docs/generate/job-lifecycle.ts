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

/** The two state machines, as tables and as diagrams. */
export function jobLifecyclePage(): Page {
  return page('docs/job-lifecycle.md', 'The life of a job', 'schema/states.ts', [
    INTRODUCTION,
    '## Jobs',
    `Final, and never left: ${codes(FINAL_JOB_STATES)}.`,
    mermaid(diagram(JOB_TRANSITIONS, ['READY', 'HOLD'])),
    statesTable(JOB_STATES, JOB_MEANINGS),
    transitionsTable(JOB_TRANSITIONS),
    `The history has, with who asked, what moves nothing by itself, too: ${codes(JOB_REMARKS)}.`,
    '## Steps',
    `At work: ${codes(RUNNING_STEP_STATES)}.`,
    mermaid(diagram(STEP_TRANSITIONS, ['NONE', 'READY'])),
    statesTable(STEP_STATES, STEP_MEANINGS),
    transitionsTable(STEP_TRANSITIONS),
    '## Ending a job, and holding it up',
    CONTROL,
    controlTable(),
    '## What a job waits for',
    PROBLEMS,
    problemsTable(),
    '## Why a job is where it is',
    CAUSES,
    causesTable(),
    '## Priorities',
    `From the least to the greatest: ${codes(PRIORITIES)}. Among jobs of one priority the oldest comes first.`,
  ])
}

const INTRODUCTION = `The state of a job follows from its steps, from whether it is held, and from whether it is to be aborted; one pure
function derives it. The tables below are what that function, and everything that happens to a step, is checked
against: a pair that is not in them cannot happen, and is refused and reported where something tries.`

const CONTROL = `An abort throws away, a stop keeps, and a pause only waits. None of them changes a job that is final, and each can be
asked of a job in any state; who asked, and why, is in the history.`

const PROBLEMS = `A condition that keeps a step from going on, and can pass, is a problem. Jobs that wait for the same condition share one. Where each wants
an amount of its own, as of room on a storage, those go on, in their old order, for whom there is enough.
A step that waits holds no slot and uses up no try. A problem is looked at again and again, less often with time but at least once a
minute, and passes by itself; \`POST /API/job/problem/{problemId}/check\` has it looked at at once.`

const CAUSES = `\`GET /API/job/{jobId}/reason\` says it as a sentence, with one of these causes for programs; lists do with \`reason=true\`.
What is said of a job in the queue is decided by what also admits jobs.`

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

/** Nothing leads out of it, though something leads into it. */
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
  FINISHED: 'All of it went well.',
  FINISHED_WARNING: 'It went well, but for a step that was not critical.',
  FAILED_TOTAL: 'A critical step failed for good.',
  WAITING: 'Nothing of it runs, and something of it waits for a problem to pass.',
  ABORTED_PENDING: 'It is to be aborted, and not all of it has stopped yet.',
  ABORTED: 'It was aborted, and all of it has stopped.',
  HOLD: 'Its steps run only when they are asked to.',
} as const satisfies Record<JobState, string>

const STEP_MEANINGS = {
  NONE: 'It waits for other steps, or has not been asked for.',
  READY: 'It may start as soon as there is room for it.',
  STARTED: 'A short step is at work.',
  STARTED_ASYNCHRONOUS: 'A long step is at work, on a slot of a node.',
  STARTED_PARALLEL: 'A short step is at work, and has signalled that steps beside it may start.',
  STARTED_PARALLEL_ASYNCHRONOUS: 'The same, for a long one.',
  STARTED_SUBTASKS: 'Its work was cut into sub tasks, which are at work.',
  FINISHED: 'It went well.',
  FAILED_RETRY: 'An attempt failed, and another will be made.',
  FAILED_FATAL: 'It failed, and no other attempt will be made; or it was stopped by an abort.',
  WAITING: 'It waits for a problem to pass, and holds no slot.',
  DISAPPEARED: 'Its worker is gone; it will run again.',
} as const satisfies Record<StepState, string>
