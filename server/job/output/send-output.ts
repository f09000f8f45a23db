/** Serves an output of a job, whole or in part: `GET /job/{jobId}/output/{number}`. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ParameterizedContext } from 'koa'
import { serialOf } from '../../../schema/ids.ts'
import { findTicket } from '../../../schema/queries/access/stream-tickets.ts'
import type { MadeFile } from '../../../steps/engine/declare/step.ts'
import type { Engine } from '../../../steps/engine/engine.ts'
import { type OpenFile, openInside } from '../../../tasks/files/open-inside.ts'
import type { Credentials } from '../../auth/credentials.ts'
import { notFound } from '../../http/answer/fault.ts'
import { mediaTypeOf } from '../../http/file/media-type.ts'
import { FILE_HEADERS, sendFile } from '../../http/file/send-file.ts'
import type { ParameterValues } from '../../http/request/url.ts'
import { admitListener } from '../../stream/admit-listener.ts'
import { findJob } from '../request/find-job.ts'
import { hashForOutputs } from './get-a-ticket-for-outputs.ts'
import { inFolder, nameOf } from './list-the-outputs-of-a-job.ts'
import { outputsOf } from './outputs-of.ts'
import { namesOthers, withTicket } from './with-ticket.ts'

/**
 * Answers a request for a file; throws faults. `path` has the variables `jobId`, `number` and, in a folder,
 * `file`.
 */
export type SendOutput = (
  ctx: ParameterizedContext,
  path: Readonly<Record<string, string>>,
  parameters: ParameterValues,
) => Promise<void>

export interface OutputParts {
  readonly credentials: Credentials
  readonly engine: Engine
  readonly fork: () => EntityManager
  readonly mediaRoots: readonly string[]
  /** The number of proxies in front of this server. */
  readonly proxies: number
}

export function outputSender({ credentials, engine, fork, mediaRoots, proxies }: OutputParts): SendOutput {
  return async (ctx, { jobId = '', number = '', file }, parameters) => {
    // Before the job is looked up, so that only a caller who may read jobs learns which exist.
    await admit(ctx, parameters, serialOf(jobId) ?? 0)
    const em = fork()
    const { id } = await findJob(em, jobId, { metadata: false, steps: false })
    const { files } = await outputsOf(em, engine, id)
    const made = /^[1-9]\d{0,5}$/.test(number) ? files[Number(number) - 1] : undefined
    if (made?.entry !== undefined && file === undefined) return redirect(ctx, `${number}/${made.entry}`)
    const uri = made && uriIn(made, file)
    const opened = uri === undefined ? undefined : await openInside(uri, mediaRoots)
    if (uri === undefined || !opened) throw notFound('Output', [jobId, number, file ?? []].flat().join('/'))
    const [ticket] = parameters.get('ticket') ?? []
    if (ticket !== undefined && namesOthers(nameOf(uri)))
      return sendWithTicket(ctx, opened, nameOf(uri), ticket)
    const download = parameters.get('download')?.includes('true') ?? false
    sendFile(ctx, { ...opened, name: nameOf(uri), download })
  }

  async function admit({ req }: ParameterizedContext, parameters: ParameterValues, jobId: number) {
    const takeTicket = async (hash: string) => {
      const bearer = await findTicket(fork(), hashForOutputs(hash, jobId))
      return bearer && { ...bearer, signer: bearer.name, ...ONLY_ITS_USER }
    }
    await admitListener({ credentials, takeTicket, proxies }, req, parameters)
  }
}

/** A ticket for outputs is valid as long as its user may read jobs, whatever it was requested with. */
const ONLY_ITS_USER = { signerPassword: '', token: null, accessKey: null, ends: null }

/** Of a file, or of a file in a folder; hidden files are not part of it. */
function uriIn({ uri, entry }: MadeFile, file: string | undefined): string | undefined {
  if (entry === undefined) return file === undefined ? uri : undefined
  return file !== undefined && /^[\w-][\w.-]*$/.test(file) ? inFolder(uri, file) : undefined
}

/** Relative, with the parameters of the request. */
function redirect(ctx: ParameterizedContext, to: string): void {
  const [, query] = ctx.originalUrl.split(/\?(.*)/s)
  ctx.status = 302
  ctx.set('Location', query === undefined ? to : `${to}?${query}`)
  ctx.body = ''
}

/** A player asks for the files that a playlist names, and adds nothing to their links. */
async function sendWithTicket(ctx: ParameterizedContext, { handle }: OpenFile, name: string, ticket: string) {
  await using file = handle
  const text = withTicket(name, await file.readFile('utf8'), ticket)
  ctx.set({ ...FILE_HEADERS, 'Accept-Ranges': 'none', 'Content-Type': mediaTypeOf(name) })
  ctx.body = text
}
