/** The lines of a plan, and the requests that carry them out. */

export interface PlanLine {
  /** `fail`: the source has it, but it cannot be imported as it is. */
  readonly does: 'create' | 'replace' | 'unchanged' | 'skip' | 'fail'
  /** Such as `ACME_DELIVER step 200`. */
  readonly thing: string
  /** For `skip` and `fail`. */
  readonly why?: string
}

/** One request, and the lines that it carries out. */
export interface PlannedRequest {
  readonly lines: readonly PlanLine[]
  /** Method and path. */
  readonly line: string
  /** JSON. */
  readonly body: string
}

export interface ImportPlan {
  readonly lines: readonly PlanLine[]
  /** In each group, a request is sent only if those before it have succeeded. */
  readonly requests: readonly (readonly PlannedRequest[])[]
}

export const NOTHING_PLANNED: ImportPlan = { lines: [], requests: [] }

/** A plan of one line that needs no request. */
export function planned(line: PlanLine): ImportPlan {
  return { lines: [line], requests: [] }
}

/** A plan of one line that one request carries out. */
export function plannedBy(request: string, body: string, line: PlanLine): ImportPlan {
  return { lines: [line], requests: [[{ lines: [line], line: request, body }]] }
}

export function allOf(plans: readonly ImportPlan[]): ImportPlan {
  return {
    lines: plans.flatMap(({ lines }) => lines),
    requests: plans.flatMap(({ requests }) => requests),
  }
}
