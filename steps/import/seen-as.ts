/** The steps of other job types as steps of an import, which call their sources and results otherwise. */
import type { Metadata, Step, StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'

export type AsynchronousStep = Extract<Step<Tools>, { readonly runsAs: 'STARTED_ASYNCHRONOUS' }>

/** How an import looks to such a step. */
export interface View {
  /** The metadata that the step reads. */
  metadata(metadata: Metadata): Metadata
  /** The names of the steps of the import whose results it reads, by the names that it knows. */
  readonly results: Readonly<Record<string, string>>
  /** Whether its source was made by this job, and so need not settle. Default: no. */
  isMade?(metadata: Metadata): boolean
  /** Whether there is anything to do. Default: always. */
  isNeeded?(metadata: Metadata): boolean
}

/** The same step with another name, which sees the job through the view. Without need it only finishes. */
export function seenAs(
  step: AsynchronousStep,
  { name, description = step.description }: { readonly name: string; readonly description?: string },
  view: View,
): AsynchronousStep {
  const { needs, command, discard, prepare } = step
  const isNeeded = (metadata: Metadata) => view.isNeeded?.(metadata) ?? true
  return {
    ...step,
    ...{ name, description },
    ...(prepare && {
      prepare: async (given) => (isNeeded(given.metadata) ? prepare(given) : given),
    }),
    needs: (metadata, tools, number) =>
      isNeeded(metadata) ? (needs?.(view.metadata(metadata), tools, number) ?? {}) : {},
    run: async (context) =>
      isNeeded(context.metadata) ? step.run(through(context, view)) : { ended: 'finished' },
    ...(command && {
      command: async (question) =>
        isNeeded(question.metadata)
          ? command({ ...question, metadata: view.metadata(question.metadata) })
          : { unknown: 'nothing is transcoded' },
    }),
    ...(discard && {
      discard: async (context) => {
        if (isNeeded(context.metadata)) await discard(through(context, view))
      },
    }),
  }
}

function through(context: StepContext<Tools>, view: View): StepContext<Tools> {
  const { metadata, results, isMade } = view
  return {
    ...context,
    ...(isMade?.(context.metadata) && { tools: { ...context.tools, settledMs: 0 } }),
    metadata: metadata(context.metadata),
    result: (name) => context.result(results[name] ?? name),
  }
}
