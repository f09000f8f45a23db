/** The step transfer-content, which brings the content of an import to its storage. */
import { siteId } from '../../schema/ids.ts'
import { land } from '../../tasks/files/land.ts'
import { fatal, finished, type Outcome, type StepContext } from '../engine/declare/step.ts'
import type { Copy } from '../files/copy-plan.ts'
import { checkBeforeCopy, copyToPartial, discardPartial } from '../files/copy-to-partial.ts'
import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { CONTENT, staysInPlace } from './views.ts'

/** Copies the content, unless it stays where it is. Result: `Copy`. */
export const transferContent = withStallTimeout({
  name: CONTENT.transfer,
  description: 'Transferring content.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context, beats) {
    if (staysInPlace(context.metadata)) return finished(undefined, { transferDone: 'true' })
    const pending = await checkBeforeCopy(context)
    if ('ended' in pending) return pending
    const copied = await copyToPartial(context, pending, { preserve: false, beats })
    return copied.ended === 'finished' ? landed(copied.result as Copy, context) : copied
  },
  async discard(context) {
    if (!staysInPlace(context.metadata)) await discardPartial(context)
  },
})

/** The name is the id of the file, so that only an earlier attempt of this job can have taken it. */
async function landed(copy: Copy, { metadata, job }: StepContext<Tools>): Promise<Outcome> {
  const { partial, final, look } = copy
  if ((await land(partial, final)) === 'taken')
    return fatal(`${uriOf(final)} already exists, and is not of job ${siteId(job.id)}`)
  const { fileId = '' } = metadata
  return finished(copy, {
    transferDone: 'true',
    'transfer-method': 'normal',
    bytesWritten: String(look.size),
    [`fileSize-${fileId}`]: String(look.size),
  })
}
