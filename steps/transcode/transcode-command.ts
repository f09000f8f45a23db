/** The command line of a transcode, for clients that ask before the job is created. */

import { command } from '../../tasks/ffmpeg/plan/command.ts'
import { explained } from '../../tasks/ffmpeg/plan/explained.ts'
import type { CommandLine, CommandQuestion } from '../engine/declare/step.ts'
import { probeForPlan } from '../source/probe-for-plan.ts'
import type { Tools } from '../tools.ts'
import { workOn } from './renditions.ts'

/**
 * The command line that a transcode with this metadata would run on this machine. Probes the source, which
 * must be accessible from here. Because the job has no id yet, paths contain `VX-0` and run 0.
 */
export async function transcodeCommand(question: CommandQuestion<Tools>): Promise<CommandLine> {
  const { metadata, tools } = question
  const probed = await probeForPlan(question)
  if ('unknown' in probed) return probed
  const { source, programs } = probed
  const work = await workOn(source, { metadata, tools, jobId: 0, run: 0 })
  if ('refused' in work) return { unknown: work.refused }
  const { range, renditions } = work
  return {
    argument: command({
      ...{ ffmpeg: programs.ffmpeg, input: source.path, media: source.media, ...(range && { range }) },
      outputs: renditions.map(({ plan, partial }) => ({ plan, path: partial })),
    }),
    explanation: renditions.flatMap(({ plan }) => explained(plan)),
  }
}
