/** The job types that read media: what each is asked for, and what must be true of what it makes. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobType } from '../../../../steps/engine/declare/job-type.ts'
import analyze from '../../../../steps/job-types/analyze.ts'
import conform from '../../../../steps/job-types/conform.ts'
import fileAnalyze from '../../../../steps/job-types/file-analyze.ts'
import packageType from '../../../../steps/job-types/package.ts'
import rawTranscode from '../../../../steps/job-types/raw-transcode.ts'
import thumbnail from '../../../../steps/job-types/thumbnail.ts'
import timeline from '../../../../steps/job-types/timeline.ts'
import transcode from '../../../../steps/job-types/transcode.ts'
import transcodeRange from '../../../../steps/job-types/transcode-range.ts'
import type { Tools } from '../../../../steps/tools.ts'
import type { Measured } from '../../../../tasks/ffmpeg/measure/measures.ts'
import type { Media } from '../../../../tasks/ffmpeg/media.ts'
import { conformXml } from '../../../steps/sequence/document.ts'
import type { Subject } from './clips.ts'
import { likeness, type Moment, type Probed, probed, rateOf } from './probed.ts'

/** What a job is given: the URI of the source and of an empty folder. */
interface Places {
  readonly uri: string
  readonly folder: string
}

/** What it has made. */
interface MadeBy {
  readonly subject: Subject
  readonly source: string
  readonly folder: string
  readonly results: Readonly<Record<string, unknown>>
}

export interface Asked {
  readonly type: JobType<Tools>
  /** What the source must have. */
  readonly needs: 'picture' | 'sound' | 'either'
  readonly metadata: (places: Places) => Readonly<Record<string, string>>
  readonly check: (made: MadeBy) => Promise<void>
}

const RANGE = { from: 5, to: 15 }
const points = { start: `${RANGE.from}@25`, end: `${RANGE.to}@25` }
const rendition = (tag: string) => (places: Places) => ({
  ...{ sourceUri: places.uri, destinationUri: places.folder, tags: tag },
})
const whole = { startS: 0 }
const part = { startS: RANGE.from / 25, seconds: (RANGE.to - RANGE.from) / 25 }
const EDL = [
  'TITLE: CUT',
  '001  CLIP  V  C  00:00:00:05 00:00:00:15 01:00:00:00 01:00:00:10',
  '* FROM CLIP NAME: CLIP',
].join('\n')

/** By a name that says what it is. */
export const ASKED: Readonly<Record<string, Asked>> = {
  FILE_ANALYZE: {
    ...{ type: fileAnalyze, needs: 'either', metadata: ({ uri }) => ({ sourceUri: uri }) },
    check: ({ results, source }) => describedAs(results['probe-file'], source),
  },
  ANALYZE: {
    ...{ type: analyze, needs: 'either', metadata: ({ uri }) => ({ sourceUri: uri }) },
    check: async ({ results, subject }) => measuredAs(results['measure-media'] as Measured, subject),
  },
  THUMBNAIL: {
    ...{ type: thumbnail, needs: 'picture' },
    metadata: ({ uri, folder }) => ({
      ...{ sourceUri: uri, destinationUri: folder, thumbnailTimeCodes: '10@25' },
      ...{ createSpriteSheet: 'true', thumbnailFormat: 'png' },
    }),
    check: pictured,
  },
  'TRANSCODE lowres': {
    ...{ type: transcode, needs: 'either', metadata: rendition('lowres') },
    check: (made) => rendered(made, { codec: 'h264', ...whole, mostChannels: 2, isProgressive: true }),
  },
  'TRANSCODE prores': {
    ...{ type: transcode, needs: 'either', metadata: rendition('prores') },
    check: (made) => rendered(made, { codec: 'prores', ...whole }),
  },
  'TRANSCODE audio': {
    ...{ type: transcode, needs: 'sound', metadata: rendition('audio') },
    check: (made) => rendered(made, { ...whole, mostChannels: 2 }),
  },
  TRANSCODE_RANGE: {
    ...{ type: transcodeRange, needs: 'either' },
    metadata: (places) => ({ ...rendition('lowres')(places), ...points }),
    check: (made) => rendered(made, { codec: 'h264', ...part, mostChannels: 2, isProgressive: true }),
  },
  CONFORM: {
    ...{ type: conform, needs: 'either' },
    metadata: ({ uri, folder }) => ({
      conformXML: conformXml([
        { uri: uri.replaceAll('&', '&amp;'), ...RANGE },
        { uri: uri.replaceAll('&', '&amp;'), from: 0, to: 5 },
      ]),
      ...{ destinationUri: folder, tags: 'lowres' },
    }),
    check: (made) =>
      rendered(made, { codec: 'h264', ...part, seconds: 0.6, mostChannels: 2, isProgressive: true }),
  },
  TIMELINE: {
    ...{ type: timeline, needs: 'picture' },
    metadata: ({ uri, folder }) => ({
      ...{ edl: EDL, sources: `CLIP=${uri}`, destinationUri: folder, tags: 'lowres' },
    }),
    check: (made) =>
      rendered(made, { codec: 'h264', ...framesOf(made.subject), mostChannels: 0, isProgressive: true }),
  },
  RAW_TRANSCODE: {
    ...{ type: rawTranscode, needs: 'picture' },
    metadata: ({ uri, folder }) => ({
      jobDocument: JSON.stringify({
        input: [{ id: 1, uri: [uri] }],
        output: [{ id: 1, containerFormat: 'mp4', uri: `${folder}/made.mp4` }],
        connection: [{ input: [{ id: 1, stream: 0 }], videoOutput: { id: [1], codec: 'h264' } }],
      }),
    }),
    check: (made) => rendered(made, { codec: 'h264', ...whole, mostChannels: 0 }),
  },
  PACKAGE: {
    ...{ type: packageType, needs: 'either' },
    metadata: ({ uri, folder }) => ({
      ...{ sourceUri: uri, destinationUri: `${folder}/package`, heights: '64', segmentDuration: '1' },
    }),
    check: packaged,
  },
}

/** The list counts the frames of its source. */
function framesOf({ video }: Subject) {
  const rate = typeof video?.rate === 'number' ? video.rate : 25
  return { startS: RANGE.from / rate, seconds: (RANGE.to - RANGE.from) / rate }
}

async function describedAs(result: unknown, path: string): Promise<void> {
  const { media } = result as { readonly media: Media }
  const { video, audio } = await probed(path)
  const of = (type: 'video' | 'audio') =>
    media.streams.flatMap((one) => (one.type === type ? [one.codec] : []))
  assert.deepEqual(
    of('video'),
    video.map(({ codec_name }) => codec_name),
  )
  assert.deepEqual(
    of('audio'),
    audio.map(({ codec_name }) => codec_name),
  )
}

function measuredAs({ audio, interlace, signal }: Measured, { video, sound }: Subject): void {
  assert.equal(audio.length, sound.length)
  for (const { loudness } of audio) assert.ok((loudness?.integrated ?? -70) > -40, 'the tone is heard')
  assert.deepEqual(Object.keys(signal).length > 0, video !== undefined)
  const { tff = 0, bff = 0, progressive = 0 } = interlace ?? {}
  const seen = tff > bff + progressive ? 'tt' : bff > tff + progressive ? 'bb' : undefined
  // The test pattern moves so that it can look interlaced.
  if (video?.fields) assert.equal(seen, video.fields)
}

async function pictured({ folder, source, subject }: MadeBy): Promise<void> {
  const names = await readdir(folder)
  const ends = names.map((name) => /(-sprite)?\.\w+$/.exec(name)?.[0])
  assert.deepEqual(ends.toSorted(), ['-sprite.jpg', '-sprite.vtt', '.png'])
  const path = join(folder, names.find((name) => name.endsWith('.png')) ?? '')
  const { video } = await probed(path)
  const [width = 0, height = 0] = (subject.video?.size ?? '').split('x').map(Number)
  assert.ok(Math.abs((video[0]?.width ?? 0) / (video[0]?.height ?? 1) - width / height) < 0.02)
  await isLike({ path, atS: 0 }, { path: source, atS: subject.lastS ?? 0.4 }, subject)
}

interface Expected {
  readonly codec?: string
  /** Where its first picture is in the source, s. */
  readonly startS: number
  readonly seconds?: number
  /** Undefined: as many as the source, in each of its streams. */
  readonly mostChannels?: number
  readonly isProgressive?: true
}

async function rendered({ folder, source, subject }: MadeBy, expected: Expected): Promise<void> {
  const [name = '', ...more] = await readdir(folder)
  assert.deepEqual(more, [])
  const path = join(folder, name)
  const made = await probed(path)
  const { codec, startS, seconds = subject.seconds ?? 1, mostChannels = 64, isProgressive } = expected
  assert.ok(made.bytes > 500, `${made.bytes} bytes`)
  assert.ok(Math.abs(made.seconds - seconds) < 0.09, `${made.seconds} s, expected ${seconds}`)
  const channels = made.audio.map((one) => one.channels ?? 0)
  assert.deepEqual(channels, channelsOf(subject.sound, mostChannels))
  if (codec === undefined || !subject.video) return assert.deepEqual(made.video, [])
  looksAs(made, codec, subject.video, isProgressive)
  await isLike({ path, atS: 0 }, { path: source, atS: startS }, subject)
}

function looksAs(
  { video }: Probed,
  codec: string,
  { rate, size, fields }: NonNullable<Subject['video']>,
  isProgressive = false,
): void {
  const [stream, ...more] = video
  assert.ok(stream && more.length === 0)
  assert.equal(stream.codec_name, codec)
  const [width = 0, height = 0] = size.split('x').map(Number)
  assert.ok(Math.abs((stream.width ?? 0) / (stream.height ?? 1) - width / height) < 0.25)
  if (rate !== 'varies') assert.ok(Math.abs(rateOf(stream) - rate) < 0.01, `${rateOf(stream)} fps`)
  const order = stream.field_order ?? 'progressive'
  if (fields === undefined || isProgressive) assert.ok(['progressive', 'unknown'].includes(order), order)
  assert.deepEqual(stream.side_data_list?.flatMap(({ rotation = 0 }) => rotation || []) ?? [], [])
}

/** Two streams or more of one channel each become a pair where there are at most two channels. */
function channelsOf(sound: readonly number[], most: number): readonly number[] {
  if (most === 0) return []
  if (most > 2) return sound
  const [first, second] = sound
  if (first === undefined) return []
  return [first === 1 && second === 1 ? 2 : Math.min(first, most)]
}

async function packaged({ folder, source, subject }: MadeBy): Promise<void> {
  const names = await readdir(join(folder, 'package'))
  const master = names.find((name) => name.endsWith('master.m3u8')) ?? ''
  const path = join(folder, 'package', master)
  const { video, audio } = await probed(path)
  assert.equal(video.length, subject.video ? 1 : 0)
  assert.equal(audio.length, subject.sound.length > 0 ? 1 : 0)
  if (subject.video) await isLike({ path, atS: 0 }, { path: source, atS: 0 }, subject)
}

async function isLike(one: Moment, other: Moment, { video }: Subject): Promise<void> {
  const like = await likeness(one, other, video?.fields !== undefined)
  assert.ok(like > LIKE, `SSIM ${like}`)
}

const LIKE = 0.8
