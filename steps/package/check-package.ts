/** The step check-package, which completes a package, decodes each of its rungs, and gives it its name. */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { videoOf } from '../../tasks/ffmpeg/media.ts'
import { audioOfPackage, HLS_MASTER } from '../../tasks/ffmpeg/package/command.ts'
import { type FinishedPackage, finishPackage } from '../../tasks/ffmpeg/package/finish-package.ts'
import { runFfmpeg } from '../../tasks/ffmpeg/run.ts'
import { isMarked, landFolder } from '../../tasks/files/folders.ts'
import type { ProgramFile } from '../../tasks/program/program-file.ts'
import {
  fatal,
  finished,
  type Metadata,
  type Outcome,
  retry,
  type Step,
  type StepContext,
} from '../engine/declare/step.ts'
import { itemOf } from '../item/rendition-shapes.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { wording } from '../transcode/check-output.ts'
import { type Flaw, lackOf } from '../transcode/flaws.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { MadePackage } from './make-package.ts'
import { type Manifest, type PackageShape, packageShape } from './package-shape.ts'
import { type PackageWork, packageWork } from './package-work.ts'

/** A package that has been checked and has landed. */
export interface PackageOutput {
  /** That of its folder. */
  readonly uri: string
  /** The file in it that a player opens. */
  readonly entry: string
  readonly durationS: number
  /** Bytes of all files. */
  readonly size: number
  readonly files: readonly string[]
  readonly heights: readonly number[]
  /** Of an item: the shape that it becomes, and the bytes of its files by name. */
  readonly shape?: PackageShape
  readonly sizes?: Readonly<Record<string, number>>
}

export const checkPackage: Step<Tools> = {
  name: 'check-package',
  description: 'Performing media check.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({ ...reachingOutput(metadata, tools), media: true }),
  outputs(result) {
    const { uri, entry, durationS, size } = result as PackageOutput
    return [{ uri, entry, label: 'package', durationS, size }]
  },
  async run(context) {
    const made = context.result<MadePackage>('make-package')
    const work = await packageWork(context)
    if (!made) return fatal('there is no package to check')
    if ('refused' in work) return fatal(work.refused)
    // It may have landed in a run that did not record it.
    const folder = (await isMarked(made.final, made.mark)) ? made.final : made.folder
    const done = await finishPackage({ ...work.plan, folder })
    if ('flaw' in done) return fatal(`the package is not whole: ${done.flaw}`)
    const flaws = missingFrom(work, done, made)
    for (const { text } of flaws) context.log('warning', `the package has ${text}`)
    const unacceptable = flaws.filter(({ share }) => share > context.tools.maxMissing)
    if (unacceptable.length > 0)
      return fatal(`the package has ${wording(unacceptable, context.tools.maxMissing)}`)
    const broken = await decodeAll(context, folder, work, done)
    if (broken) return broken
    if ((await landFolder(made.folder, made.final, made.mark)) === 'taken')
      return fatal(`destinationUri: ${uriOf(made.final)} already exists`)
    return outcome(made, work, done, context.metadata)
  },
}

function outcome(
  { final }: MadePackage,
  { plan }: PackageWork,
  done: FinishedPackage,
  metadata: Metadata,
): Outcome {
  const { files, sizeBytes, durationS } = done
  const manifest: Manifest = metadata['manifest'] === 'dash' ? 'dash' : 'hls'
  const output: PackageOutput = {
    ...{ uri: pathToFileURL(final).href, entry: HLS_MASTER, durationS, size: sizeBytes, files },
    heights: plan.rungs.map(({ height }) => height),
  }
  const registered = itemOf(metadata) !== undefined && {
    shape: packageShape(plan, done, manifest),
    sizes: Object.fromEntries(done.sizes),
  }
  return finished(
    { ...output, ...registered },
    {
      outputUri: pathToFileURL(join(final, HLS_MASTER)).href,
      bytesWritten: String(sizeBytes),
      result: JSON.stringify({ package: output }),
    },
  )
}

/** What of the source is not in it. All rungs are equally long. Pure. */
function missingFrom(
  { plan }: PackageWork,
  { streams }: FinishedPackage,
  { damage }: MadePackage,
): readonly Flaw[] {
  const [video, audio] = [videoOf(plan.media), audioOfPackage(plan)]
  const seen = video && { from: [video], name: 'video', expected: { lengthS: video.durationS } }
  return [
    ...(seen && plan.rungs.length > 0 ? lackOf(seen, streams[0]?.durationS ?? 0, damage) : []),
    ...(audio?.type === 'audio' ? lackOf(audio, streams.at(-1)?.durationS ?? 0, damage) : []),
  ]
}

/** Each rung decodes without an error, and all of them have the same frames. */
async function decodeAll(
  context: StepContext<Tools>,
  folder: string,
  { plan }: PackageWork,
  { playlists }: FinishedPackage,
): Promise<Outcome | undefined> {
  const programs = await context.tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  const counts: (number | undefined)[] = []
  for (const [at, playlist] of playlists.entries()) {
    const decoded = await decode(context, programs.ffmpeg, folder, playlist)
    if ('ended' in decoded) return decoded
    if (at < plan.rungs.length) counts.push(decoded.frames)
    context.progress(((at + 1) / playlists.length) * 100, 100, 'percent')
  }
  const other = counts.find((count) => count !== counts[0])
  return counts.length > 0 && counts.some((count) => count !== counts[0])
    ? fatal(`a rung of the package has ${other} frames, another ${counts[0]}`)
    : undefined
}

async function decode(
  { signal, tools, log }: StepContext<Tools>,
  ffmpeg: ProgramFile,
  folder: string,
  playlist: string,
): Promise<{ readonly frames: number | undefined } | Outcome> {
  // biome-ignore format: an option and its value on one line
  const line = [
    ffmpeg.path, '-hide_banner', '-loglevel', 'level+warning', '-progress', 'pipe:1', '-nostats',
    '-xerror', '-protocol_whitelist', 'file', '-i', `file:${join(folder, playlist)}`, '-map', '0', '-f', 'null', '-',
  ]
  const run = { ffmpeg, line, reads: [folder], outputs: [], durationS: undefined }
  const result = await runFfmpeg(run, { signal, stallMs: tools.stallMs, onLog: log })
  if (result.ended === 'done') return { frames: result.progress?.frame }
  if (result.ended === 'stopped') return retry('stopped')
  return result.ended === 'bad-input' || result.ended === 'failed'
    ? fatal(`${playlist} of the package: ${result.message}`)
    : retry(result.message)
}
