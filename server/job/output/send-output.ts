/** Serves an output of a job, whole or in part: `GET /job/{jobId}/output/{number}`. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ParameterizedContext } from 'koa'
import { serialOf } from '../../../schema/ids.ts'
import { findTicket } from '../../../schema/queries/access/stream-tickets.ts'
import type { Engine } from '../../../steps/engine/engine.ts'
import { type OpenFile, openInside } from '../../../tasks/files/open-inside.ts'
import type { Credentials } from '../../auth/credentials.ts'
import { notFound } from '../../http/answer/fault.ts'
import type { ParameterValues } from '../../http/request/url.ts'
import { admitListener } from '../../stream/admit-listener.ts'
import { findJob } from '../request/find-job.ts'
import { hashForOutputs } from './get-a-ticket-for-outputs.ts'
import { nameOf } from './list-the-outputs-of-a-job.ts'
import { dispositionOf, mediaTypeOf } from './media-type.ts'
import { outputsOf } from './outputs-of.ts'
import { rangeOf } from './range.ts'

/** Answers a request for a file; throws faults. `path` has the variables `jobId` and `number`. */
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
  return async (ctx, { jobId = '', number = '' }, parameters) => {
    // Before the job is looked up, so that only a caller who may read jobs learns which exist.
    await admit(ctx, parameters, serialOf(jobId) ?? 0)
    const em = fork()
    const { id } = await findJob(em, jobId, { metadata: false, steps: false })
    const { files } = await outputsOf(em, engine, id)
    const uri = /^[1-9]\d{0,5}$/.test(number) ? files[Number(number) - 1]?.uri : undefined
    const opened = uri === undefined ? undefined : await openInside(uri, mediaRoots)
    if (uri === undefined || !opened) throw notFound('Output', `${jobId}/${number}`)
    sendFile(ctx, opened, nameOf(uri), parameters.get('download')?.includes('true') ?? false)
  }

  async function admit({ req }: ParameterizedContext, parameters: ParameterValues, jobId: number) {
    const takeTicket = async (hash: string) => {
      const bearer = await findTicket(fork(), hashForOutputs(hash, jobId))
      return bearer && { ...bearer, token: null }
    }
    await admitListener({ credentials, takeTicket, proxies }, req, parameters)
  }
}

function sendFile(ctx: ParameterizedContext, { handle, ...file }: OpenFile, name: string, download: boolean) {
  const { size } = file
  const tag = `"${size.toString(36)}-${Math.round(file.mtimeMs).toString(36)}"`
  const ifRange = ctx.get('if-range')
  const range = rangeOf(ifRange === '' || ifRange === tag ? ctx.get('range') : undefined, size)
  ctx.set({
    ...HEADERS,
    'Content-Type': mediaTypeOf(name),
    'Content-Disposition': dispositionOf(name, download),
    ETag: tag,
  })
  if (range === 'unsatisfiable') {
    ctx.status = 416
    ctx.set('Content-Range', `bytes */${size}`)
    ctx.body = ''
    return void handle.close()
  }
  const { from, to } = range === 'all' ? { from: 0, to: size - 1 } : range
  ctx.status = range === 'all' ? 200 : 206
  if (range !== 'all') ctx.set('Content-Range', `bytes ${from}-${to}/${size}`)
  if (ctx.method === 'HEAD' || to < from) {
    ctx.body = ''
    void handle.close()
  } else ctx.body = handle.createReadStream({ start: from, end: to }) // closes the handle, whatever happens
  ctx.length = to - from + 1
}

/** A file that a browser opens as a page can run nothing, reach nothing, and has no origin. */
const HEADERS = {
  'Accept-Ranges': 'bytes',
  'Cache-Control': 'private, no-cache',
  'Content-Security-Policy':
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'",
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const
