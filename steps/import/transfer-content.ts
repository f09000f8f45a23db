/** The step transfer-content-of-import, which brings the content of an import to its storage. */
import { siteId } from '../../schema/ids.ts'
import { land } from '../../tasks/files/land.ts'
import { fatal, finished, type Outcome, type StepContext } from '../engine/declare/step.ts'
import type { Copy } from '../files/copy-plan.ts'
import { checkBeforeCopy, copyToPartial, discardPartial } from '../files/copy-to-partial.ts'
import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { copyBetween, landTransferred } from '../transfer/copy-between.ts'
import { isBetweenHosts, transferKey } from '../transfer/parameters.ts'
import type { Transferred } from '../transfer/transfer.ts'
import { CONTENT, staysInPlace } from './views.ts'

/** Copies the content, unless it stays where it is. Result: `Copy`. */
export const transferContent = withStallTimeout({
  name: CONTENT.transfer,
  description: 'Transferring content.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context, beats) {
    if (staysInPlace(context.metadata)) return finished(undefined, { transferDone: 'true' })
    const { metadata } = context
    if (isBetweenHosts(metadata) || transferKey(metadata) !== undefined) return transferred(context)
    const pending = await checkBeforeCopy(context)
    if ('ended' in pending) return pending
    const copied = await copyToPartial(context, pending, { preserve: false, beats })
    return copied.ended === 'finished' ? landed(copied.result as Copy, context) : copied
  },
  async discard(context) {
    if (!staysInPlace(context.metadata)) await discardPartial(context)
  },
})

/** From another host, or with checksums and a rate that the metadata ask for. */
async function transferred(context: StepContext<Tools>): Promise<Outcome> {
  const made = await copyBetween(context)
  if (made.ended !== 'finished') return made
  const ended = await landTransferred(context, made.result as Transferred)
  if (ended.ended !== 'finished') return ended
  const { size } = made.result as Transferred
  return finished(made.result, transferMetadata(context, size))
}

function transferMetadata({ metadata: { fileId = '' } }: StepContext<Tools>, size: number) {
  return {
    ...{ transferDone: 'true', 'transfer-method': 'normal', bytesWritten: String(size) },
    [`fileSize-${fileId}`]: String(size),
  }
}

/** The name is the id of the file, so that only an earlier attempt of this job can have taken it. */
async function landed(copy: Copy, context: StepContext<Tools>): Promise<Outcome> {
  const { partial, final, look } = copy
  if ((await land(partial, final)) === 'taken')
    return fatal(`${uriOf(final)} already exists, and is not of job ${siteId(context.job.id)}`)
  return finished(copy, transferMetadata(context, look.size))
}
