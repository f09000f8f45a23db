import { callFor } from './call.ts'

/** The names of the job types: `GET /jobtype`. */
export async function listJobTypes(): Promise<readonly string[]> {
  const { uri = [] } = await callFor<{ readonly uri?: readonly string[] }>({ method: 'GET', path: 'jobtype' })
  return uri
}
