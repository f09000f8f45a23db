/** The command line of a transcode, for clients that ask before the job is created. */

import { command } from '../../tasks/ffmpeg/plan/command.ts'
import { explained } from '../../tasks/ffmpeg/plan/explained.ts'
import type { CommandLine, CommandQuestion } from '../engine/declare/step.ts'
import { afterScripts } from '../preset/after-scripts.ts'
import { probeForPlan } from '../source/probe-for-plan.ts'
import type { Tools } from '../tools.ts'
import { type Source, workOn } from './renditions.ts'

/**
 * The command line that a transcode with this metadata would run on this machine. Probes the source, which
 * must be accessible from here. Because the job has no id yet, paths contain `VX-0` and run 0.
 */
export async function transcodeCommand(question: CommandQuestion<Tools>): Promise<CommandLine> {
  const { metadata, tools, signal } = question
  const source = await probedHere(metadata['sourceUri'] ?? '', tools, signal)
  if ('unknown' in source) return source
  const scripted = await afterScripts(source, question)
  if ('unknown' in scripted) return scripted
  return commandOf(source, { ...question, tools: scripted.tools })
}

/** Of a source that has been probed, with the presets of the tools as they are. */
export async function commandOf(
  source: Source,
  { metadata, tools }: Pick<CommandQuestion<Tools>, 'metadata' | 'tools'>,
): Promise<CommandLine> {
  const programs = await tools.programs()
  if ('missing' in programs) return { unknown: programs.missing.join('; ') }
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

/** The source as described by ffprobe, if it is on this machine. */
export async function probedHere(
  uri: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Source | { readonly unknown: string }> {
  const probed = await probeForPlan({ metadata: { sourceUri: uri }, tools, signal, number: 0 })
  return 'unknown' in probed ? probed : probed.source
}
