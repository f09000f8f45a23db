/** The storages that the steps of a raw transcode use. Pure. */
import type { Metadata, Needs } from '../engine/declare/step.ts'
import { reaching } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { readRawJob } from './read-raw-job.ts'

export const JOB_DOCUMENT = 'jobDocument'

/** Those of all inputs and outputs. */
export function reachingRaw(metadata: Metadata, tools: Tools): Needs {
  const job = readRawJob(metadata[JOB_DOCUMENT] ?? '')
  const uris = 'refused' in job ? [] : [...job.inputs, ...job.outputs.map(({ uri }) => uri)]
  const reach = uris.flatMap((sourceUri) => reaching({ sourceUri }, tools).reach ?? [])
  return reach.length > 0 ? { reach: [...new Set(reach)] } : {}
}
