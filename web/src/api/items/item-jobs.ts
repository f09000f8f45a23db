/** Starts and lists the jobs of items. */
import { callFor } from '../call.ts'
import type { Job, JobPage } from '../wire.ts'

/** `GET /job`: the newest jobs of all users about an item. */
export function jobsOfItem(id: string, number: number, signal: AbortSignal): Promise<JobPage> {
  return callFor({
    ...{ method: 'GET', path: 'job', signal },
    query: { jobmetadata: `item=${id}`, user: false, sort: 'jobId desc', step: true, number },
  })
}

/** `GET /shape-tag`. */
export async function listShapeTags(signal: AbortSignal): Promise<readonly string[]> {
  const { uri = [] } = await callFor<{ readonly uri?: readonly string[] }>({
    ...{ method: 'GET', path: 'shape-tag', signal },
  })
  return uri.filter((tag) => tag !== 'original')
}

/** `POST /import`. `once`: the same key does not start a second job. */
export function importFrom(uri: string, tags: readonly string[], title: string, once: string): Promise<Job> {
  return callFor({
    ...{ method: 'POST', path: 'import', once },
    query: { uri, tag: tags.length > 0 ? tags.join(',') : undefined },
    ...(title !== '' && { body: metadataOf(title) }),
  })
}

function metadataOf(title: string) {
  const field = [{ name: 'title', value: [{ value: title }] }]
  return { timespan: [{ start: '-INF', end: '+INF', field }] }
}

/** `POST /item/(item-id)/transcode`. */
export function transcodeItem(id: string, tags: readonly string[], once: string): Promise<Job> {
  const path = `item/${encodeURIComponent(id)}/transcode`
  return callFor({ method: 'POST', path, query: { tag: tags.join(',') }, once })
}
