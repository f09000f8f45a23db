/** Lists the files that a job has made: `GET /job/{jobId}/output`. */
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { JobOutputListDocument } from '../../../schema/documents/job-output.ts'
import { siteId } from '../../../schema/ids.ts'
import type { MadeFile } from '../../../steps/engine/declare/step.ts'
import { pathOf } from '../../../tasks/files/media-roots.ts'
import { openInside } from '../../../tasks/files/open-inside.ts'
import { mediaTypeOf } from '../../http/file/media-type.ts'
import { operation } from '../../http/operation.ts'
import { findJob } from '../request/find-job.ts'
import { outputsOf } from './outputs-of.ts'

export default operation({
  title: 'List the outputs of a job',
  description:
    'The files that the steps of the job have recorded as their results. Each `link` serves the file, with ' +
    '`Range`, to the credentials of any request, or to a ticket from `POST /job/{jobId}/output/ticket` as ' +
    '`?ticket=…`; `download=true` makes a browser save it. Of a folder, such as a package for streaming, the `link` is that of the ' +
    'file that a player opens, which names the others beside it. As text/plain: the links, each ended by CRLF. ' +
    '(Callsheet extension)',
  method: 'GET',
  path: '/job/:jobId/output',
  role: '_job_read',
  produces: JobOutputListDocument,
  plain: ({ output }) => output.map(({ link }) => link),
}).answer(async ({ path, em, engine, tools: { mediaRoots }, baseUrl }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  const { source, files } = await outputsOf(em, engine, id)
  const links = `${baseUrl}/job/${siteId(id)}/output`
  const output = files.map((file, at) => describe(file, at + 1, mediaRoots, links))
  return { ...(source && { source: sourceOf(source) }), output: await Promise.all(output) }
})

function sourceOf({
  path,
  media: { durationS },
}: {
  path: string
  media: { durationS: number | undefined }
}) {
  return { uri: pathToFileURL(path).href, ...(durationS !== undefined && { duration: durationS }) }
}

async function describe(
  { uri, entry, label, durationS, partial = false, size: sizeOfAll }: MadeFile,
  number: number,
  mediaRoots: readonly string[],
  links: string,
) {
  const found = await sizeOf(entry === undefined ? uri : inFolder(uri, entry), mediaRoots)
  const size = found === undefined ? undefined : (sizeOfAll ?? found)
  const name = nameOf(uri)
  return {
    ...{ number, uri, name, mediaType: mediaTypeOf(entry ?? name) },
    ...(label !== undefined && { label }),
    ...(size !== undefined && { size }),
    ...(durationS !== undefined && { duration: durationS }),
    ...{ partial, available: size !== undefined, link: [`${links}/${number}`, entry ?? []].flat().join('/') },
  }
}

/** Bytes; undefined if the file cannot be served. */
async function sizeOf(uri: string, mediaRoots: readonly string[]): Promise<number | undefined> {
  const opened = await openInside(uri, mediaRoots)
  await opened?.handle.close()
  return opened?.size
}

/** The URI of a file in a folder. */
export function inFolder(uri: string, file: string): string {
  return `${uri.replace(/\/$/, '')}/${encodeURIComponent(file)}`
}

export function nameOf(uri: string): string {
  const parsed = pathOf(uri)
  return 'path' in parsed ? basename(parsed.path) : uri
}
