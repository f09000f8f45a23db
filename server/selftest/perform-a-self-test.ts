/** Runs one self-test, with or without credentials: `GET /selftest/{name}`. */
import { SelfTestDocument } from '../../schema/documents/self-test.ts'
import { notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { operation } from '../http/operation.ts'
import { runSelfTest } from './run-self-tests.ts'

const shared = { title: 'Perform a self-test', method: 'GET', produces: SelfTestDocument } as const

export const performASelfTest = operation({ ...shared, path: '/selftest/:name' }).answer(
  async ({ path, em, now, selfTests }) => performNamed(path.name, { em, now, selfTests }),
)

export const performASelfTestForAnyone = operation({
  ...shared,
  path: '/APInoauth/selftest/:name',
  auth: 'none',
}).answer(async ({ path, em, now, selfTests }) => performNamed(path.name, { em, now, selfTests }))

async function performNamed(name: string, { em, now, selfTests }: Pick<Context, 'em' | 'now' | 'selfTests'>) {
  const selfTest = selfTests.find((one) => one.name === name)
  if (!selfTest)
    throw notFound(
      'selftest',
      name,
      selfTests.map((one) => one.name),
    )
  return runSelfTest(selfTest, { em, now })
}
