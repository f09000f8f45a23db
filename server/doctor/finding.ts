/** What a check of the doctor has found. */

/** `wrong`: a server would not start, or its jobs would fail. `warning`: it works, but not as it could. */
export type Health = 'ok' | 'warning' | 'wrong'

export interface Finding {
  /** The subject, such as `disk`. */
  readonly check: string
  readonly state: Health
  /** One sentence, without passwords. */
  readonly says: string
  /** The commands that mend it, in order. */
  readonly mend?: readonly string[]
}

/** The state of the worst. Pure. */
export function worstOf(findings: readonly Finding[]): Health {
  const states = findings.map(({ state }) => state)
  return (['wrong', 'warning', 'ok'] as const).find((state) => states.includes(state)) ?? 'ok'
}
