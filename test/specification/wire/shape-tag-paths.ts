/** The paths at which the operations of shape tags return 200. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Serving } from '../../serving.ts'
import { H264, make, PICTURE } from '../../tasks/machine.ts'
import { file, item, shape } from '../media/registry.ts'

export function shapeTagPaths() {
  const [GET, PUT, DELETE] = ['GET', 'PUT', 'DELETE'] as const
  const ends = ['', '/script', '/metadata', '/metadata/:key']
  return Object.fromEntries([
    ...ends.flatMap((end) =>
      [GET, PUT, DELETE].map((method) => [
        `${method} /shape-tag/:tag${end}`,
        async (served: Serving) => `${await shapeTag(served)}${end.replace(':key', 'k')}`,
      ]),
    ),
    [
      'GET /shape-tag/:tag/command',
      async ({ api }: Serving) => {
        const clip = await make(join(api().mediaRoot, 'clip.mp4'), [...PICTURE(0.2), ...H264])
        return `/shape-tag/web/command?sourceUri=${encodeURIComponent(clip)}`
      },
    ],
    [
      'GET /shape-tag/:tag/item/:itemId/shape/:shapeId',
      async (served: Serving) => `/shape-tag/web${await clipOfItem(served)}`,
    ],
  ])
}

/** The path of a shape whose file is a clip. */
export async function clipOfItem(served: Serving): Promise<string> {
  const id = await item(served)
  const clip = await make(join(served.api().mediaRoot, `${id}.mp4`), [...PICTURE(0.2), ...H264])
  const at = await file(served, { uri: pathToFileURL(clip).href })
  const components = [{ kind: 'container', position: 0, facts: {}, metadata: {} }] as const
  return `/item/${id}/shape/${await shape(served, id, { components, files: [at] })}`
}

/** Creates a shape tag with a script and metadata; returns its path. */
async function shapeTag({ ask }: Serving): Promise<string> {
  const how = { by: 'root', type: 'application/json' } as const
  await ask('PUT /shape-tag/formats', { ...how, body: JSON.stringify({ script: 'job.log(1)' }) })
  const body = JSON.stringify({ field: [{ key: 'k', value: 'v' }] })
  await ask('PUT /shape-tag/formats/metadata', { ...how, body })
  return '/shape-tag/formats'
}
