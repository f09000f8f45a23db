/** Runs the job types over the clips of the corpus, and says in words what came of each. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PRESETS } from '../../server/shape-tag/preset-files.ts'
import type { Outcome, Step } from '../../steps/engine/declare/step.ts'
import { probeFile } from '../../steps/source/probe-file.ts'
import { landThumbnails } from '../../steps/thumbnails/land-thumbnails.ts'
import { makeThumbnails } from '../../steps/thumbnails/make-thumbnails.ts'
import type { Tools } from '../../steps/tools.ts'
import { checkCompleteness } from '../../steps/transcode/check-completeness.ts'
import { checkOutput, type Output } from '../../steps/transcode/check-output.ts'
import { transcode } from '../../steps/transcode/transcode.ts'
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Media, Stream } from '../../tasks/ffmpeg/media.ts'
import type { Bench } from '../steps/context.ts'
import { programs } from '../tasks/machine.ts'
import type { Clip } from './clip.ts'
import { CACHE, madeClip } from './corpus.ts'
import type { Expectation, Made } from './expectations.ts'

/** The tag of a preset, or `THUMBNAIL`. */
export const JOBS = [...PRESETS.map(({ tag }) => tag).filter((tag) => !tag.startsWith('__')), 'THUMBNAIL']
export type Job = (typeof JOBS)[number]

/** What all jobs make of a clip, two at a time. */
export async function madeOf(
  here: Bench,
  clip: Clip,
  jobs: readonly Job[] = JOBS,
): Promise<readonly Expectation[]> {
  const { path } = await madeClip(clip)
  const all: Expectation[] = []
  const waiting = [...jobs.entries()]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, job] = next
      all[at] = { clip: clip.name, job, ...(await made(here, path, job)) }
    }
  }
  await Promise.all([work(), work()])
  return all
}

async function made(here: Bench, path: string, job: Job): Promise<Made> {
  const folder = join(here.media, `${job} of ${path.replaceAll('/', '_').slice(-60)}`)
  const metadata = {
    ...{ sourceUri: `file://${encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23')}` },
    ...{ destinationUri: `file://${encodeURI(folder)}`, tags: job },
  }
  return job === 'THUMBNAIL'
    ? thumbnailOf(await run(here, metadata, [probeFile, makeThumbnails, landThumbnails]), folder)
    : renditionOf(await run(here, metadata, [probeFile, transcode, checkOutput, checkCompleteness]), folder)
}

interface Ran {
  readonly outcome: Outcome
  readonly results: Readonly<Record<string, unknown>>
  readonly plan: readonly string[]
}

async function run(
  here: Bench,
  metadata: Record<string, string>,
  steps: readonly Step<Tools>[],
): Promise<Ran> {
  const results: Record<string, unknown> = {}
  let outcome: Outcome = { ended: 'finished' }
  let plan: readonly string[] = []
  const tools = { mediaRoots: [here.media, CACHE] }
  for (const step of steps) {
    outcome = await step.run({ ...here.context({ metadata, results, tools }), em: undefined as never })
    if (outcome.ended !== 'finished') break
    results[step.name] = outcome.result
    plan = outcome.metadata?.['mediaPlan']?.split('\n') ?? plan
  }
  return { outcome, results, plan }
}

function renditionOf({ outcome, results, plan }: Ran, folder: string): Made {
  const [output] = (results['check-output'] as readonly Output[] | undefined) ?? []
  const words = plan.map((line) => line.replace(/^\S+ \(\S+\): /, ''))
  if (!output) return { state: 'FAILED_TOTAL', reason: reasonOf(outcome, folder), plan: words }
  const file = fileOf(output.media, output.uri)
  return outcome.ended === 'finished'
    ? { state: 'FINISHED', plan: words, file }
    : { state: 'FINISHED_WARNING', reason: reasonOf(outcome, folder), plan: words, file }
}

async function thumbnailOf({ outcome }: Ran, folder: string): Promise<Made> {
  if (outcome.ended !== 'finished') return { state: 'FAILED_TOTAL', reason: reasonOf(outcome, folder) }
  const [name = ''] = await readdir(folder)
  const probed = await probe(join(folder, name), {
    ffprobe: (await programs()).ffprobe,
    signal: new AbortController().signal,
  })
  return { state: 'FINISHED', file: probed.ended === 'done' ? fileOf(probed.media, name) : probed.ended }
}

/** Without paths and counts that differ from run to run: several threads decode. */
function reasonOf(outcome: Outcome, folder: string): string {
  const reason = 'reason' in outcome ? outcome.reason : outcome.ended
  return reason
    .replaceAll(folder, '')
    .replace(/file:\/\/\S*\//g, 'file:///')
    .replace(/\/\S*callsheet-corpus\/[0-9a-f]+\//g, '')
    .replace(/\d+ of (\d+) (frames|packets)/g, 'some of $1 $2')
}

function fileOf({ durationS, streams, chapters = 0 }: Media, uri: string): string {
  const extension = /\.(\w+)$/.exec(uri)?.[1] ?? ''
  const length = durationS === undefined ? '' : ` ${durationS.toFixed(1)} s`
  return `${extension}${length}: ${[...streams.map(wordsFor), ...(chapters > 0 ? [`${chapters} chapters`] : [])].join(', ')}`
}

function wordsFor(stream: Stream): string {
  if (stream.type === 'other') return `${stream.kind} ${stream.codec ?? ''}`.trim()
  if (stream.type === 'audio') return `${stream.codec} ${stream.layout ?? `${stream.channels} channels`}`
  const {
    codec,
    width,
    height,
    pixelAspect,
    frameRate,
    isVariable,
    pixelFormat,
    color,
    firstField,
    rotation,
  } = stream
  const rate = frameRate && Math.round((frameRate.frames / frameRate.seconds) * 100) / 100
  return [
    ...[codec, `${width}×${height}`, pixelFormat],
    ...(pixelAspect ? [`pixels ${pixelAspect.width}:${pixelAspect.height}`] : []),
    ...[isVariable ? 'variable rate' : `${rate}/s`],
    ...(rotation === 0 ? [] : [`rotated by ${rotation}°`]),
    ...(firstField ? [`${firstField} field first`] : []),
    ...(color?.matrix === undefined ? [] : [color.matrix]),
    ...(color?.transfer === undefined || color.transfer === color.matrix ? [] : [color.transfer]),
  ].join(' ')
}
