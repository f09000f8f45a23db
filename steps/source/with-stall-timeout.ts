import { type Outcome, retry, type Step, type StepContext } from '../engine/declare/step.ts'
import { aborted, clock } from '../engine/runtime/clock.ts'
import type { Tools } from '../tools.ts'

type Carried = Extract<Step<Tools>, { readonly runsAs: 'STARTED_ASYNCHRONOUS' }>

/** A step that reads or writes files for long. `beats` is for signs of life that its threads give: they count it up. */
type FileStep = Omit<Carried, 'run'> & {
  run(context: StepContext<Tools>, beats: Int32Array): Promise<Outcome>
}

/**
 * Gives the step up when neither progress nor a beat has been heard of it for `stallMs`, and when it does not end though it was told
 * to: a file system that has gone away may keep a call for ever, and nobody can take it back. What was given up is told by its signal,
 * should it ever go on. So this is for steps that take nothing away: of one that does nobody could say whether it still will.
 */
export function withStallTimeout(step: FileStep): Carried {
  return {
    ...step,
    run: (context) => unlessStalled(step, context),
    ...(step.discard && { discard: (context) => soon(step.discard?.(context)) }),
  }
}

async function unlessStalled(step: FileStep, context: StepContext<Tools>): Promise<Outcome> {
  const { signal, tools } = context
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const over = new AbortController()
  const running = step.run(heard(context, beats, over.signal), beats)
  // Once it is given up nobody waits for its end.
  running.catch(() => undefined)
  const silent = silence(beats, tools.stallMs, over.signal)
  const stopped = aborted(signal, over.signal).then(() => clock.sleep(END_WITHIN_MS, over.signal))
  try {
    return await Promise.race([
      running,
      silent.then(() => retry(`stalled: the file system gave no answer for ${tools.stallMs / 1_000} s`)),
      stopped.then(() => retry('stopped')),
    ])
  } finally {
    over.abort()
  }
}

/** The step's context, listened to; when it is over the signal says so, and nothing of it is heard any more. */
function heard(context: StepContext<Tools>, beats: Int32Array, over: AbortSignal): StepContext<Tools> {
  return {
    ...context,
    signal: AbortSignal.any([context.signal, over]),
    progress(...said) {
      Atomics.add(beats, 0, 1)
      if (!over.aborted) context.progress(...said)
    },
    log(...said) {
      if (!over.aborted) context.log(...said)
    },
  }
}

/** Resolves when nothing was counted for so long; 0: never. Looks are counted, and not the time: a process that was frozen has heard nothing. */
async function silence(beats: Int32Array, stallMs: number, over: AbortSignal): Promise<void> {
  if (stallMs === 0) return aborted(over, over)
  for (let last = 0, looks = 0; looks < LOOKS && !over.aborted; looks += 1) {
    await clock.sleep(stallMs / LOOKS, over)
    const beat = Atomics.load(beats, 0)
    if (beat !== last) looks = -1
    last = beat
  }
}

/** What an attempt has left may lie where nobody answers; the next one, or clean-up, removes it then. */
async function soon(discarded: Promise<void> | undefined): Promise<void> {
  const over = new AbortController()
  await Promise.race([discarded, clock.sleep(DISCARD_WITHIN_MS, over.signal)]).finally(() => over.abort())
}

const LOOKS = 10
/** A program that is told to end is killed after 5 s (tasks/program/program.ts). */
const END_WITHIN_MS = 6_000
/** Removing a large file takes some file systems seconds. */
const DISCARD_WITHIN_MS = 30_000
