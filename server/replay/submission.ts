/** What a replay sends to the server: the definition of the type, and the job with other places. Pure. */
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { priorityOf } from '../../schema/states.ts'
import type { JobBundle } from '../bundle/job-bundle.ts'
import { MASK } from '../bundle/mask/secrets-in-text.ts'
import type { SourceUsed } from './source.ts'

export interface Submission {
  /** `POST /job?…`, with the metadata as its body. */
  readonly line: string
  readonly body: string
  /** What is not as recorded, a sentence each. */
  readonly notes: readonly string[]
}

/** `outputs`: the folder for what the job makes. */
export function submissionOf(
  bundle: JobBundle,
  source: SourceUsed,
  outputs: string,
  isHeld: boolean,
): Submission {
  const { type, priority, limits, metadata, notification } = bundle.request
  const field = Object.entries(metadata).map(([key, value]) => ({
    key,
    value: placed(key, value, source, outputs),
  }))
  const query = new URLSearchParams({ type, priority: priorityOf(priority) })
  if (isHeld) query.set('holdJob', 'true')
  const given = { queueTimeLimit: limits.queueS, runTimeLimit: limits.runS, maxRetries: limits.maxRetries }
  for (const [name, limit] of Object.entries(given)) if (limit !== undefined) query.set(name, String(limit))
  const masked = field.filter(({ value }) => value.includes(MASK)).map(({ key }) => key)
  return {
    line: `POST /job?${query}`,
    body: JSON.stringify({ field }),
    notes: [
      ...(masked.length > 0 ? [`${masked.join(', ')}: masked in the bundle, and sent as ${MASK}`] : []),
      ...(notification === null ? [] : ['its notification is left out']),
      ...elsewhere(metadata),
    ],
  }
}

function placed(key: string, value: string, source: SourceUsed, outputs: string): string {
  if (key === 'sourceUri' && source.is !== 'none') return pathToFileURL(source.path).href
  if (key !== 'destinationUri') return value
  const url = pathToFileURL(join(outputs, decodeURIComponent(basename(value)))).href
  return value.endsWith('/') ? `${url}/` : url
}

/** Other files that the metadata name. */
function elsewhere(metadata: Readonly<Record<string, string>>): readonly string[] {
  const keys = Object.entries(metadata)
    .filter(([key, value]) => /^file:/i.test(value) && key !== 'sourceUri' && key !== 'destinationUri')
    .map(([key]) => key)
  return keys.length > 0 ? [`${keys.join(', ')}: sent as recorded; the files may not be here`] : []
}

type Task = Readonly<Record<string, unknown>> & { readonly step?: number }

/** The definition of a custom type, with the scripts that the job ran; undefined for a built-in one. */
export function definitionOf({
  documents,
  steps,
}: JobBundle): { readonly task: readonly Task[]; readonly notes: readonly string[] } | undefined {
  const { task = [] } = (documents.definition?.json ?? {}) as { readonly task?: readonly Task[] }
  if (documents.definition === undefined) return undefined
  const ran = new Map(
    steps.flatMap(({ number, script }) => (script ? [[number, script.source] as const] : [])),
  )
  const changed = task.filter(({ step = 0, script }) => ran.has(step) && ran.get(step) !== script)
  const gone = [...ran.keys()].filter((number) => !task.some(({ step }) => step === number))
  return {
    task: task.map(({ id: _id, plugin: _plugin, ...definition }) => {
      const script = ran.get(definition.step ?? 0)
      return script === undefined ? definition : { ...definition, script }
    }),
    notes: [
      ...changed.map(({ step }) => `the script of step ${step} has changed since; that of the job is used`),
      ...gone.map((step) => `step ${step} is no longer defined, and left out`),
      ...(JSON.stringify(task).includes(MASK) ? ['texts in its scripts were masked'] : []),
    ],
  }
}
