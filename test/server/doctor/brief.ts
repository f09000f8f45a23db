/** Tables of facts and what the doctor makes of them. */
import assert from 'node:assert/strict'
import type { Finding } from '../../../server/doctor/finding.ts'

/** `state check: first command`, of those that are not ok. */
export function brief(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ state }) => state !== 'ok')
    .map(({ state, check, mend = [] }) => `${state} ${check}: ${mend[0] ?? ''}`)
}

export function table<Facts>(
  rows: readonly (readonly [string, Facts, ...string[]])[],
  find: (facts: Facts) => readonly Finding[],
) {
  for (const [title, facts, ...expected] of rows)
    it(`${title}: ${expected.join(', ') || 'ok'}`, () => assert.deepEqual(brief(find(facts)), expected))
}

export const CI = 'npm ci --include=optional'
