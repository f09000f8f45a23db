/** Steps for tests, and gates that they wait for. */
import assert from 'node:assert/strict'
import { finished, type Step } from '../../../../steps/engine/declare/step.ts'
import { clock } from '../../../../steps/engine/runtime/clock.ts'

type Run = Extract<Step<undefined>, { readonly runsAs: 'STARTED_ASYNCHRONOUS' }>['run']
type RunTransactional = Extract<Step<undefined>, { readonly runsAs: 'STARTED' }>['run']

/** A step that takes a slot; by default it finishes immediately. */
export function step(
  name: string,
  run: Run = async () => finished(),
  more: Partial<Pick<Step<undefined>, 'tries' | 'discard' | 'needs'>> = {},
) {
  return {
    name,
    description: `${name}.`,
    runsAs: 'STARTED_ASYNCHRONOUS',
    run,
    ...more,
  } as const satisfies Step<undefined>
}

/** A step that runs in one transaction with its start and its end. */
export function transactional(name: string, run: RunTransactional) {
  return { name, description: `${name}.`, runsAs: 'STARTED', run } as const satisfies Step<undefined>
}

/** A stage that no node of a farm can run by default. */
export const FAR = [
  { number: 100, step: step('far', undefined, { needs: () => ({ category: 'gpu_ai' }) }) },
] as const

/** A step that runs until it is aborted, with clean-up. It passes the gate that is current at its start. */
export function endless(gate: () => Gate) {
  const run: Run = async ({ signal }) => {
    void gate().pass()
    await aborted(signal)
    return finished()
  }
  return [
    { number: 100, step: step('endless', run) },
    { number: 900, step: step('cleaner'), cleanup: true },
  ] as const
}

/**
 * Blocks a step until the test opens it. All gates open when the farm is disposed, so a failed test does not
 * hang.
 */
export class Gate<T = void> {
  static readonly all = new Set<Gate<never>>()
  readonly #reached = Promise.withResolvers<void>()
  readonly #opened = Promise.withResolvers<T>()

  constructor() {
    Gate.all.add(this as unknown as Gate<never>)
  }

  /** Called by the step; resolves when the gate is open. */
  pass(): Promise<T> {
    this.#reached.resolve()
    return this.#opened.promise
  }

  get reached(): Promise<void> {
    return within('the gate is reached', this.#reached.promise)
  }

  open(value: T): void {
    this.#opened.resolve(value)
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

export async function within<T>(what: string, promise: Promise<T>, limitMs = 8_000): Promise<T> {
  const done = new AbortController()
  const late = clock.sleep(limitMs, done.signal).then(() => {
    if (!done.signal.aborted) assert.fail(`not within ${limitMs} ms: ${what}`)
  })
  try {
    return (await Promise.race([promise, late])) as T
  } finally {
    done.abort()
  }
}
