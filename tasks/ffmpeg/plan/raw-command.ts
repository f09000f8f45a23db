/** The command of ffmpeg for streams of several sources that go into several files. Pure. */
import { inputOf } from '../source/formats.ts'
import type { Container } from './copy/container.ts'
import type { PlannedStream, SourceFile } from './rendition.ts'

export interface ConnectedStream {
  /** Position of its source. */
  readonly input: number
  readonly planned: PlannedStream
}

export interface ConnectedOutput {
  readonly path: string
  readonly container: Container
  readonly faststart: boolean
  readonly connections: readonly ConnectedStream[]
}

/** Parameters without the program. */
export function connectedCommand(
  sources: readonly SourceFile[],
  outputs: readonly ConnectedOutput[],
): readonly string[] {
  return [
    ...sources.flatMap(({ path, media }) => inputOf(path, media.format)),
    ...outputs.flatMap(({ path, container, faststart, connections }) => [
      ...connections.flatMap((stream, at) => mapped(stream, connections.slice(0, at))),
      ...['-map_metadata', '0', '-map_chapters', '-1'],
      ...(faststart ? ['-movflags', '+faststart'] : []),
      ...(container.options ?? []),
      ...['-f', container.muxer, `file:${path}`],
    ]),
  ]
}

/** Its options name the stream, as each stream of an output may have another encoder. */
function mapped({ input, planned }: ConnectedStream, before: readonly ConnectedStream[]): readonly string[] {
  const { type, from, filters, options } = planned
  const nth = before.filter((one) => one.planned.type === type).length
  const letter = type === 'video' ? 'v' : 'a'
  return [
    ...['-map', `${input}:${from[0]?.index}`],
    ...(filters.length > 0 ? [`-filter:${letter}:${nth}`, filters.join(',')] : []),
    ...options.map((option) =>
      /^-[a-z]/i.test(option) ? `${option.replace(/:[va]$/, '')}:${letter}:${nth}` : option,
    ),
  ]
}
