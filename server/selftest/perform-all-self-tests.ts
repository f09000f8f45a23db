/** Runs all self-tests, with or without credentials: `GET /selftest`. */
import { SelfTestDocument } from '../../schema/documents/self-test.ts'
import { operation } from '../http/operation.ts'
import { runSelfTests } from './run-self-tests.ts'

const shared = { title: 'Perform all self-tests', method: 'GET', produces: SelfTestDocument } as const

export const performAllSelfTests = operation({ ...shared, path: '/selftest' }).answer(
  async ({ em, now, selfTests }) => runSelfTests(selfTests, { em, now }),
)

/** For sign-in pages, which have no credentials yet. */
export const performAllSelfTestsForAnyone = operation({
  ...shared,
  path: '/APInoauth/selftest',
  auth: 'none',
}).answer(async ({ em, now, selfTests }) => runSelfTests(selfTests, { em, now }))
