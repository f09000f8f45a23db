/** Serves an output of a job, whole or in part: `GET /job/{jobId}/output/{number}`. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ParameterizedContext } from 'koa'
import { serialOf } from '../../../schema/ids.ts'
import { findTicket } from '../../../schema/queries/access/stream-tickets.ts'
import type { Engine } from '../../../steps/engine/engine.ts'
import { openInside } from '../../../tasks/files/open-inside.ts'
import type { Credentials } from '../../auth/credentials.ts'
import { notFound } from '../../http/answer/fault.ts'
import { sendFile } from '../../http/file/send-file.ts'
import type { ParameterValues } from '../../http/request/url.ts'
import { admitListener } from '../../stream/admit-listener.ts'
import { findJob } from '../request/find-job.ts'
import { hashForOutputs } from './get-a-ticket-for-outputs.ts'
import { nameOf } from './list-the-outputs-of-a-job.ts'
import { outputsOf } from './outputs-of.ts'

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
    const download = parameters.get('download')?.includes('true') ?? false
    sendFile(ctx, { ...opened, name: nameOf(uri), download })
  }

  async function admit({ req }: ParameterizedContext, parameters: ParameterValues, jobId: number) {
    const takeTicket = async (hash: string) => {
      const bearer = await findTicket(fork(), hashForOutputs(hash, jobId))
      return bearer && { ...bearer, token: null }
    }
    await admitListener({ credentials, takeTicket, proxies }, req, parameters)
  }
}
