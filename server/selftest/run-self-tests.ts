/** Runs self-tests in parallel and reports each; a test that throws has failed (wire.md §16). */
import type { SelfTestDocument } from '../../schema/documents/self-test.ts'
import type { Context, SelfTest } from '../http/context.ts'

type Means = Pick<Context, 'em' | 'now'>
type Status = SelfTestDocument['status']

/** The overall status is the worst status of the tests. */
export async function runSelfTests(selfTests: readonly SelfTest[], means: Means): Promise<SelfTestDocument> {
  const begun = means.now()
  const test = await Promise.all(selfTests.map((selfTest) => runSelfTest(selfTest, means)))
  return {
    message: [],
    test,
    name: 'selftest',
    status: worst(test.map(({ status }) => status)),
    took: since(begun, means),
  }
}

/** Hides error messages: anyone may call this, and an error can reveal hosts and users. */
export async function runSelfTest(
  { name, description, run }: SelfTest,
  means: Means,
): Promise<SelfTestDocument> {
  const begun = means.now()
  const { status, messages } = await run(means.em).catch(() => FAILED)
  return { message: messages, test: [], name, description, status, took: since(begun, means) }
}

const FAILED = { status: 'failed', messages: ['The test could not be run.'] } as const

const BY_WEIGHT: readonly Status[] = ['failed', 'warning', 'ok']

function worst(statuses: readonly Status[]): Status {
  return BY_WEIGHT.find((status) => statuses.includes(status)) ?? 'ok'
}

function since(begun: number, { now }: Means): string {
  return `${Math.round(now() - begun)}ms`
}
