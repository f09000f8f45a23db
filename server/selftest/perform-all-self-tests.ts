import { SelfTestDocument } from '../../schema/documents/self-test.ts'
import { operation } from '../http/operation.ts'
import { runSelfTests } from './run-self-tests.ts'

const said = { title: 'Perform all self-tests', method: 'GET', produces: SelfTestDocument } as const

export const performAllSelfTests = operation({ ...said, path: '/selftest' }).answer(
  async ({ em, now, selfTests }) => runSelfTests(selfTests, { em, now }),
)

/** Log-in pages ask this one before there are credentials. */
export const performAllSelfTestsForAnyone = operation({
  ...said,
  path: '/APInoauth/selftest',
  auth: 'none',
}).answer(async ({ em, now, selfTests }) => runSelfTests(selfTests, { em, now }))
