/** The runs of ffmpeg before the one that writes: first passes of video, and measurements of loudness. */

import { type MeasuredLoudness, measuredIn, measuring } from './plan/audio/loudness.ts'
import { HEAD, input, joined, part, pass, placeOf, type TranscodePlan } from './plan/command.ts'
import type { PlannedStream } from './plan/rendition.ts'
import type { Level, OnLog } from './reason.ts'

interface FirstRun {
  /** The argument list; `passLogs`: the folder for the logs of first passes. */
  readonly lineWith: (passLogs: string) => readonly string[]
  /** The stream that is measured, if it is one. */
  readonly place?: string
  readonly measured: () => MeasuredLoudness | undefined
  readonly heard: { readonly onLog?: OnLog }
}

/** In the order in which they run; none for most plans. */
export function firstRunsOf(plan: TranscodePlan, onLog?: OnLog): readonly FirstRun[] {
  const passes = plan.outputs.flatMap(({ plan: { streams } }, output) =>
    streams.filter(({ passes }) => passes === 2).map((stream) => ({ stream, output })),
  )
  const measurements = plan.outputs.flatMap(({ plan: { streams } }, output) =>
    streams.flatMap((stream, at) => (stream.loudness ? [{ stream, place: placeOf(output, at) }] : [])),
  )
  return [
    ...(passes.length > 0 ? [passRun(plan, passes, onLog)] : []),
    ...measurements.map((one) => measurement(plan, one, onLog)),
  ]
}

/** All first passes at once. */
function passRun(
  plan: TranscodePlan,
  passes: readonly { readonly stream: PlannedStream; readonly output: number }[],
  onLog: OnLog | undefined,
): FirstRun {
  const lineWith = (folder: string) => [
    ...[plan.ffmpeg.path, ...HEAD, ...input(plan)],
    ...passes.flatMap(({ stream, output }) => [
      ...['-map', `0:${stream.from[0]?.index}`],
      ...(stream.filters.length > 0 ? ['-filter:v:0', stream.filters.join(',')] : []),
      ...[
        ...stream.options,
        ...pass(1, folder, output),
        ...part({ streams: [stream] }, plan.range),
        ...NOWHERE,
      ],
    ]),
  ]
  return { lineWith, measured: () => undefined, heard: onLog ? { onLog } : {} }
}

/** What the filter prints is information, not a message. */
function measurement(
  plan: TranscodePlan,
  { stream, place }: { readonly stream: PlannedStream; readonly place: string },
  onLog: OnLog | undefined,
): FirstRun {
  const lines: string[] = []
  const filters = [...stream.filters, ...(stream.loudness ? [measuring(stream.loudness)] : [])]
  const taken =
    stream.join === undefined
      ? ['-map', `0:${stream.from[0]?.index}`, '-filter:a:0', filters.join(',')]
      : ['-filter_complex', joined(stream, filters, 'measured'), '-map', '[measured]']
  const head = HEAD.map((word) => (word === 'level+warning' ? 'level+info' : word))
  return {
    place,
    lineWith: () => [
      plan.ffmpeg.path,
      ...head,
      ...input(plan),
      ...taken,
      ...part({ streams: [stream] }, plan.range),
      ...NOWHERE,
    ],
    measured: () => measuredIn(lines),
    heard: {
      onLog: (level: Level, line: string) => {
        lines.push(line)
        if (level !== 'info' || !line.includes(' ')) onLog?.(level, line)
      },
    },
  }
}

const NOWHERE = ['-f', 'null', '-'] as const
