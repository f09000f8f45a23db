/** The self-test of ffmpeg and ffprobe on all nodes. */
import { nodesWithTrouble } from '../../schema/queries/nodes/media-trouble.ts'
import type { SelfTest } from '../http/context.ts'

/** A warning while some nodes lack the programs, a failure if all do. Messages name nodes, not paths. */
export const mediaProgramsSelfTest: SelfTest = {
  name: 'media-programs',
  description: 'Checks that ffmpeg and ffprobe work on the nodes.',
  async run(em) {
    const nodes = await nodesWithTrouble(em)
    const broken = nodes.filter(({ trouble }) => trouble !== null)
    const messages = broken.map(({ name }) => `Node ${name} has no working ffmpeg and ffprobe.`)
    if (broken.length === 0) return { status: 'ok', messages }
    return { status: broken.length < nodes.length ? 'warning' : 'failed', messages }
  },
}
