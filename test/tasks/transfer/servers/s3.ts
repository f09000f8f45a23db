/** A store that speaks the protocol of S3. */

import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'
import { cuttable, encoded, type Served } from './served.ts'

export async function serveS3(root: string): Promise<Served> {
  const server = new S3rver({
    ...{ port: 0, address: '127.0.0.1', silent: true, directory: root },
    ...{ allowMismatchedSignatures: true, configureBuckets: [{ name: 'media', configs: [] }] },
  })
  server.middleware.unshift((request, next) => manageUpload(server, request, next))
  const { port } = await server.run()
  const proxy = await cuttable(port)
  const endpoint = `http://127.0.0.1:${proxy.port}`
  return {
    uri: (path) => `s3://media/${encoded(path)}`,
    credentials: [{ scheme: 's3', host: 'media', user: 'S3RVER', password: 'S3RVER', endpoint }],
    cutAfter(bytes) {
      proxy.cut.after = bytes
    },
    get cuts() {
      return proxy.cut.cuts
    },
    async [Symbol.asyncDispose]() {
      await proxy.close()
      await server.close()
    },
  }
}

interface ListRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string | undefined>>
  status: number
  type: string
  body: unknown
}

/** Lists the parts of an upload, or aborts it: the server itself knows neither. */
async function manageUpload(server: S3rver, request: ListRequest, next: () => Promise<void>): Promise<void> {
  const { uploadId } = request.query
  if (!['GET', 'DELETE'].includes(request.method) || uploadId === undefined) return next()
  const folder = join(server.store.getResourcePath('media', undefined, 'uploads'), uploadId)
  if (request.method === 'DELETE') {
    await rm(folder, { recursive: true, force: true })
    request.status = 204
    return
  }
  const names = await readdir(folder).catch(() => undefined)
  const parts = await Promise.all(
    (names ?? [])
      .filter((name) => /^\d+$/.test(name) && names?.includes(`${name}.md5`))
      .map(async (name) => {
        const [{ size }, md5] = [
          await stat(join(folder, name)),
          await readFile(join(folder, `${name}.md5`), 'utf8'),
        ]
        return `<Part><PartNumber>${name}</PartNumber><ETag>"${md5}"</ETag><Size>${size}</Size></Part>`
      }),
  )
  const code = names ? '' : '<Code>NoSuchUpload</Code>'
  const [tag, content] = names ? ['ListPartsResult', parts.join('')] : ['Error', code]
  Object.assign(request, {
    status: names ? 200 : 404,
    type: 'application/xml',
    body: `<${tag}>${content}</${tag}>`,
  })
}
