/** Completes the playlists of a package, and checks them against its segments. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { type OpenFolder, openFolder } from '../../files/open-folder.ts'
import { videoOf } from '../media.ts'
import {
  audioOfPackage,
  DASH_MANIFEST,
  HLS_DRAFT,
  HLS_MASTER,
  type PackagePlan,
  subtitleName,
} from './command.ts'
import { frameRateOf, textSubtitlesOf } from './ladder.ts'
import {
  asOnDemand,
  type MediaPlaylist,
  masterPlaylist,
  mediaPlaylist,
  segmentsInManifest,
  subtitlePlaylist,
  type Variant,
  withSubtitles,
} from './playlists.ts'

export interface FinishedPackage {
  /** The names of all files. */
  readonly files: readonly string[]
  readonly sizeBytes: number
  readonly durationS: number
  /** The playlists of the rungs, then that of the sound. */
  readonly playlists: readonly string[]
  /** How long each of them is, s. */
  readonly lengthsS: readonly number[]
}

/** May run again on a package that is complete. `flaw`: what the package lacks, as a clause. */
export async function finishPackage(plan: PackagePlan): Promise<FinishedPackage | { readonly flaw: string }> {
  await using folder = await openFolder(plan.folder)
  const count = plan.rungs.length + (audioOfPackage(plan) ? 1 : 0)
  const playlists = Array.from({ length: count }, (_, at) => `media_${at}.m3u8`)
  const read: MediaPlaylist[] = []
  for (const name of playlists) {
    const text = await readFile(folder.at(name), 'utf8').catch(() => undefined)
    if (text === undefined) return { flaw: `no playlist ${name}` }
    await writeFile(folder.at(name), asOnDemand(text))
    read.push(mediaPlaylist(text))
  }
  const manifest = await readFile(folder.at(DASH_MANIFEST), 'utf8').catch(() => '')
  const sizes = await sizesIn(folder)
  const flaw = flawOf(read, segmentsInManifest(manifest), sizes)
  if (flaw !== undefined) return { flaw }
  const lengthsS = read.map(lengthOf)
  const durationS = Math.max(...lengthsS)
  await writeManifests(folder, plan, { playlists, read, sizes, manifest, durationS })
  const all = await sizesIn(folder)
  const sizeBytes = [...all.values()].reduce((sum, size) => sum + size, 0)
  return { files: [...all.keys()].toSorted(), sizeBytes, durationS, playlists, lengthsS }
}

async function sizesIn(folder: OpenFolder): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>()
  const names = (await readdir(folder.at('.'))).filter((name) => !name.startsWith('.'))
  for (const name of names) sizes.set(name, (await stat(folder.at(name))).size)
  return sizes
}

function lengthOf({ segments }: MediaPlaylist): number {
  return segments.reduce((sum, { durationS }) => sum + durationS, 0)
}

/**
 * All segments exist and are not empty, both kinds of manifests name the same, and those of all rungs begin
 * at the same times.
 */
export function flawOf(
  playlists: readonly MediaPlaylist[],
  inManifest: ReadonlyMap<string, readonly string[]>,
  sizes: ReadonlyMap<string, number>,
): string | undefined {
  const [first] = playlists
  for (const [at, playlist] of playlists.entries()) {
    const { init, segments, isComplete } = playlist
    if (!isComplete || segments.length === 0) return `playlist ${at} has no end`
    const missing = [init, ...segments.map(({ file }) => file)].find((file) => !sizes.get(file))
    if (missing !== undefined) return `segment ${missing} is missing or empty`
    const expected = inManifest.get(String(at)) ?? []
    if (expected.join() !== segments.map(({ file }) => file).join())
      return `the manifests of HLS and DASH name other segments of stream ${at}`
    if (Math.abs(lengthOf(playlist) - lengthOf(first ?? playlist)) > LONGEST_DIFFERENCE_S)
      return `stream ${at} lasts ${lengthOf(playlist).toFixed(2)} s, stream 0 ${lengthOf(first ?? playlist).toFixed(2)} s`
  }
  return undefined
}

/** The sound of a source can end before its picture. */
const LONGEST_DIFFERENCE_S = 3_600

interface Parts {
  readonly playlists: readonly string[]
  readonly read: readonly MediaPlaylist[]
  readonly sizes: ReadonlyMap<string, number>
  readonly manifest: string
  readonly durationS: number
}

async function writeManifests(
  folder: OpenFolder,
  plan: PackagePlan,
  { playlists, read, sizes, manifest, durationS }: Parts,
): Promise<void> {
  const { media, rungs } = plan
  const [video, audio] = [videoOf(media), audioOfPackage(plan)]
  const rates = read.map((playlist) => bitRates(playlist, sizes))
  const subtitles = textSubtitlesOf(media).map(({ language }, at) => ({
    ...{ file: subtitleName(at), playlist: `subtitles-${at}.m3u8` },
    ...(language !== undefined && { language }),
  }))
  const [frames, seconds = 1] = video ? frameRateOf(video).split('/').map(Number) : []
  const variants = rungs.map(
    ({ width, height }, at): Variant => ({
      ...{ playlist: playlists[at] ?? '', width, height, ...(rates[at] ?? NO_RATE) },
      ...(frames !== undefined && { frameRate: frames / seconds }),
    }),
  )
  const sound = { playlist: playlists[rungs.length] ?? '', ...(rates[rungs.length] ?? NO_RATE) }
  const channels = audio?.type === 'audio' ? (audio.expected.channels ?? 2) : 2
  const master = masterPlaylist({
    draft: await readFile(folder.at(HLS_DRAFT), 'utf8'),
    variants: rungs.length > 0 ? variants : [sound],
    ...(rungs.length > 0 && audio && { audio: { ...sound, channels } }),
    subtitles,
  })
  await writeFile(folder.at(HLS_MASTER), master)
  await writeFile(folder.at(DASH_MANIFEST), withSubtitles(manifest, subtitles))
  for (const { file, playlist } of subtitles)
    await writeFile(folder.at(playlist), subtitlePlaylist(file, durationS))
}

const NO_RATE = { peak: 0, average: 0 }

function bitRates({ segments }: MediaPlaylist, sizes: ReadonlyMap<string, number>) {
  const each = segments.map(({ file, durationS }) => ({ bits: 8 * (sizes.get(file) ?? 0), durationS }))
  const bits = each.reduce((sum, one) => sum + one.bits, 0)
  const seconds = each.reduce((sum, one) => sum + one.durationS, 0)
  // The rate of a last segment of a fraction of a second says nothing.
  const whole = each.filter(({ durationS }, at) => at === 0 || durationS >= 0.5)
  return { peak: Math.max(...whole.map((one) => one.bits / one.durationS)), average: bits / seconds }
}
