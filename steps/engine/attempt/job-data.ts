/** The metadata of a job as a running step reads and writes it. */
import { readPreset } from '../../../schema/queries/definitions/presets.ts'
import { readScript } from '../../../schema/queries/definitions/scripts.ts'
import { readShapeTags } from '../../../schema/queries/definitions/shape-tags.ts'
import {
  deleteJobData,
  hasWaited,
  readJobDatum,
  readJobKeys,
  writeJobData,
} from '../../../schema/queries/records/job-data.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { JobData } from '../declare/step.ts'

/** Each call commits on its own. A write fails if the attempt has lost its placement. */
export function jobData(
  database: Database,
  { jobId, run, step }: { readonly jobId: number; readonly run: number; readonly step: number },
): JobData {
  const fork = () => database.em.fork()
  const unlessLost = async (held: Promise<boolean>): Promise<void> => {
    if (!(await held)) throw new Error('the placement of this attempt is gone')
  }
  return {
    read: (key) => readJobDatum(fork(), jobId, key),
    keys: () => readJobKeys(fork(), jobId),
    write: (key, value) => unlessLost(writeJobData(fork(), { jobId, run }, key, value)),
    delete: (key) => unlessLost(deleteJobData(fork(), { jobId, run }, key)),
    hasWaited: () => hasWaited(fork(), jobId, step),
    script: (name) => readScript(fork(), name),
    preset: (digest) => readPreset(fork(), digest),
    shapeTags: (names) => readShapeTags(fork(), names),
    ask: (question) => question(fork()),
  }
}
