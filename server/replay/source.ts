/** Puts a source for the replay into its media folder: a given one, the recorded one, or a stand-in. */
import { constants, copyFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import type { Programs } from '../../tasks/ffmpeg/programs.ts'
import { dateBack } from '../../tasks/files/look.ts'
import { pathOf } from '../../tasks/files/media-roots.ts'
import type { JobBundle } from '../bundle/job-bundle.ts'
import { makeStandIn, makeUnreadable } from './stand-in/make.ts'

export interface SourcePlace {
  readonly folder: string
  /** The path that was given. */
  readonly given?: string
  readonly mostS: number
  readonly programs: Programs
  readonly signal: AbortSignal
}

/** What stands for the source. `none`: the job has no source. `absent`: it has one that was not there. */
export type SourceUsed =
  | { readonly is: 'none' }
  | {
      readonly is: 'given' | 'recorded' | 'stand-in' | 'unreadable' | 'absent'
      readonly path: string
      readonly notes: readonly string[]
    }

/** Always a copy: a job can move or delete its source. */
export async function placeSource(bundle: JobBundle, place: SourcePlace): Promise<SourceUsed> {
  const uri = bundle.request.metadata['sourceUri']
  if (uri === undefined) return { is: 'none' }
  const parsed = pathOf(uri)
  const name = 'path' in parsed ? basename(parsed.path) : 'source'
  const path = join(place.folder, name)
  if (place.given !== undefined) return copied('given', place.given, path)
  const record = bundle.media.find(({ is }) => is === 'source')
  if ('path' in parsed && record?.now && (await isUnchanged(parsed.path, record.now)))
    return copied('recorded', parsed.path, path)
  const media = record?.seen ?? (record?.now?.probed.ended === 'done' ? record.now.probed.media : undefined)
  if (media) return { is: 'stand-in', path, notes: await standIn(media, path, place) }
  return withoutProbe(bundle, path, record?.now?.sizeBytes)
}

/** For a source without a probe: it could not be read, was never analyzed, or was not there. */
async function withoutProbe(
  bundle: JobBundle,
  path: string,
  sizeBytes: number | undefined,
): Promise<SourceUsed> {
  const why = whyUnreadable(bundle)
  if (why === undefined && !wasThere(bundle))
    return { is: 'absent', path, notes: ['it was not there, and is not here either'] }
  const made = bundle.media.find(({ is }) => is === 'output')?.now?.sizeBytes
  await makeUnreadable(path, sizeBytes ?? made ?? SOME_BYTES)
  return why === undefined
    ? { is: 'stand-in', path, notes: ['the job did not analyze it: arbitrary bytes'] }
    : {
        ...{ is: 'unreadable', path },
        notes: [`the recorded one could not be read either (${why}); other bytes may fail differently`],
      }
}

const SOME_BYTES = 4_096

/** A job that copies, moves or deletes its source has no probe of it, and succeeds only with a source. */
function wasThere({ steps }: JobBundle): boolean {
  const isAnalyzed = steps.some(({ name }) => name === 'probe-file')
  return !isAnalyzed && steps.some(({ state, cleanup }) => state === 'FINISHED' && !cleanup)
}

async function standIn(media: Media, path: string, place: SourcePlace): Promise<readonly string[]> {
  const { durationS = 0 } = media
  const notes = await makeStandIn(media, { ...place, path })
  return durationS > place.mostS ? [`it has ${place.mostS} s of ${durationS} s (--seconds)`, ...notes] : notes
}

async function copied(is: 'given' | 'recorded', from: string, path: string): Promise<SourceUsed> {
  await copyFile(from, path, constants.COPYFILE_FICLONE)
  await dateBack(path)
  return { is, path, notes: [`a copy of ${from}`] }
}

async function isUnchanged(
  path: string,
  { sizeBytes, modified }: { readonly sizeBytes: number; readonly modified: string },
): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true && found.size === sizeBytes && found.mtime.toISOString() === modified
}

/** What ffprobe said of it, when the bundle was made or when the job ran. */
function whyUnreadable({ media, steps }: JobBundle): string | undefined {
  const probed = media.find(({ is }) => is === 'source')?.now?.probed
  if (probed?.ended === 'bad-input') return probed.message
  const messages = steps.map(({ errorMessage }) => errorMessage ?? '')
  return messages.find((message) => message.includes('is not a media file'))
}
