/** Ends steps that hang in a file system that no longer responds. */

import { type Outcome, retry, type Step, type StepContext } from '../engine/declare/step.ts'
import { aborted, clock } from '../engine/runtime/clock.ts'
import type { Tools } from '../tools.ts'

type AsynchronousStep = Extract<Step<Tools>, { readonly runsAs: 'STARTED_ASYNCHRONOUS' }>

/** A step that reads or writes files for long. Its threads increment `beats` as a sign of life. */
type FileStep = Omit<AsynchronousStep, 'run'> & {
  run(context: StepContext<Tools>, beats: Int32Array): Promise<Outcome>
}

/**
 * Abandons the step if there was neither progress nor a beat for `stallMs`, or if it does not end after an
 * abort: a call to a file system that no longer responds may never return and cannot be canceled. If an
 * abandoned step continues, its signal is aborted. Not for steps that delete files, as an abandoned step may
 * still do so later.
 */
export function withStallTimeout(step: FileStep): AsynchronousStep {
  return {
    ...step,
    run: (context) => runUnlessStalled(step, context),
    ...(step.discard && { discard: (context) => withinLimit(step.discard?.(context)) }),
  }
}

async function runUnlessStalled(step: FileStep, context: StepContext<Tools>): Promise<Outcome> {
  const { signal, tools } = context
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const over = new AbortController()
  const running = step.run(observed(context, beats, over.signal), beats)
  // The promise of an abandoned step may reject later.
  running.catch(() => undefined)
  const stalled = stall(beats, tools.stallMs, over.signal)
  const stopped = aborted(signal, over.signal).then(() => clock.sleep(END_WITHIN_MS, over.signal))
  try {
    return await Promise.race([
      running,
      stalled.then(() => retry(`stalled: the file system did not respond for ${tools.stallMs / 1_000} s`)),
      stopped.then(() => retry('stopped')),
    ])
  } finally {
    over.abort()
  }
}

/**
 * The context with progress counted as beats. Once `over`, its signal is aborted, and it ignores all calls.
 */
function observed(context: StepContext<Tools>, beats: Int32Array, over: AbortSignal): StepContext<Tools> {
  return {
    ...context,
    signal: AbortSignal.any([context.signal, over]),
    progress(...values) {
      Atomics.add(beats, 0, 1)
      if (!over.aborted) context.progress(...values)
    },
    log(...entry) {
      if (!over.aborted) context.log(...entry)
    },
  }
}

/**
 * Resolves after `stallMs` without a beat; 0: never. Counts short sleeps instead of comparing times, because
 * a process that was frozen could not receive beats.
 */
async function stall(beats: Int32Array, stallMs: number, over: AbortSignal): Promise<void> {
  if (stallMs === 0) return aborted(over, over)
  for (let last = 0, silent = 0; silent < INTERVALS && !over.aborted; silent += 1) {
    await clock.sleep(stallMs / INTERVALS, over)
    const count = Atomics.load(beats, 0)
    if (count !== last) silent = -1
    last = count
  }
}

/** Stops waiting if the file system does not respond: the next attempt or clean-up removes the leftovers. */
async function withinLimit(discarded: Promise<void> | undefined): Promise<void> {
  const over = new AbortController()
  await Promise.race([discarded, clock.sleep(DISCARD_WITHIN_MS, over.signal)]).finally(() => over.abort())
}

const INTERVALS = 10
/** A program that is stopped is killed after 5 s (tasks/program/program.ts). */
const END_WITHIN_MS = 6_000
/** Removing a large file takes seconds on some file systems. */
const DISCARD_WITHIN_MS = 30_000
