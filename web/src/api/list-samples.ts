/** Lists the sample files of the server. */
import { callFor } from './call.ts'

/** `GET /sample`. */
export async function listSamples(signal: AbortSignal): Promise<readonly string[]> {
  const { uri = [] } = await callFor<{ readonly uri?: readonly string[] }>({
    method: 'GET',
    path: 'sample',
    signal,
  })
  return uri
}
