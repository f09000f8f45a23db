/** The job type RAW_TRANSCODE: encodes streams of files into files, as a document of the transcoder says. */
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { jobType } from '../engine/declare/job-type.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { removePartialRaw, removeRaw } from '../files/remove-leftovers.ts'
import { JOB_DOCUMENT } from '../raw/raw-needs.ts'
import { probeInputs, rawTranscode } from '../raw/raw-steps.ts'
import { readRawJob } from '../raw/read-raw-job.ts'
import { WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { checkCompleteness } from '../transcode/check-completeness.ts'
import { checkOutput } from '../transcode/check-output.ts'
import { registerOutput } from '../transcode/register-output.ts'

/** The numbers are those of Vidispine (wire-media.md §8.1). */
export default jobType<Tools>(
  'RAW_TRANSCODE',
  'Transcode of files.',
  [
    { number: 100, step: probeInputs },
    { number: 600, step: rawTranscode, after: [100], transient: true },
    { number: 700, step: checkOutput, after: [600], transient: true },
    { number: 750, step: checkCompleteness, after: [700], critical: false },
    { number: 800, step: registerOutput, after: [700] },
    { number: 850, step: removePartialRaw, after: [800], critical: false },
    { number: 900, step: removeRaw, cleanup: true },
  ],
  {
    parameters: [
      {
        key: JOB_DOCUMENT,
        required: true,
        description:
          'A ComplexJobDocument, as XML or JSON: the files to read and to make, and which streams go where. Elements that are ' +
          'not supported are refused by their name.',
      },
      WAIT_FOR_SOURCE,
    ],
    check,
  },
)

async function check(metadata: Metadata, { mediaRoots }: Tools): Promise<Refusal | undefined> {
  const value = metadata[JOB_DOCUMENT] ?? ''
  const invalid = (explanation: string): Refusal => ({
    refused: 'invalid',
    key: JOB_DOCUMENT,
    explanation,
    value,
  })
  const job = readRawJob(value)
  if ('refused' in job) return invalid(job.refused)
  for (const uri of [...job.inputs, ...job.outputs.map((output) => output.uri)]) {
    const place = await insideRoots(uri, mediaRoots)
    if ('refused' in place) return invalid(place.refused)
  }
  return undefined
}
