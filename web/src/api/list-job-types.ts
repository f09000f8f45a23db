/** Lists the names of all job types. */
import { callFor } from './call.ts'

/** `GET /jobtype`. */
export async function listJobTypes(): Promise<readonly string[]> {
  const { uri = [] } = await callFor<{ readonly uri?: readonly string[] }>({ method: 'GET', path: 'jobtype' })
  return uri
}
