/** Says what a job is about: the file it works on, and what it makes of it. Pure. */
import type { Job } from '../api/wire.ts'

export interface About {
  /** The name of the file, or the type of a job without one. */
  readonly name: string
  /** The presets, `lowres, web`, or where the file goes; empty if there are none. */
  readonly what: string
  /** The whole path of the file; absent if there is none. */
  readonly path?: string
}

type Described = Pick<Job, 'type' | 'data'>

export function aboutOf({ type, data = [] }: Described): About {
  const of = new Map(data.map(({ key, value }) => [key, value]))
  const path = pathOf(of.get('sourceUri') ?? '')
  if (path === '') return { name: type, what: '' }
  const presets = (of.get('tags') ?? '').split(',').map((tag) => tag.trim())
  const what = presets.filter((tag) => tag !== '').join(', ') || destinationOf(of, path)
  return { name: nameOf(path), what, path }
}

/** For copies and moves: `→ archive/`. */
function destinationOf(of: ReadonlyMap<string, string>, source: string): string {
  const path = pathOf(of.get('destinationUri') ?? '')
  if (path === '') return ''
  const name = nameOf(path)
  return `→ ${name === nameOf(source) ? `${folderOf(path)}/` : name}${path.endsWith('/') ? '/' : ''}`
}

/** Decodes a `file:` URI; any other text is returned as it is. */
export function pathOf(uri: string): string {
  const [, encoded] = /^file:(?:\/\/(?:localhost)?)?(\/.*)$/i.exec(uri) ?? []
  return encoded === undefined ? uri : decoded(encoded)
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return /([^/]+)\/*$/.exec(path)?.[1] ?? path
}

/** The name of the folder that a path is in. */
function folderOf(path: string): string {
  return nameOf(path.replace(/[^/]+\/*$/, ''))
}

/**
 * Shortens the paths and `file:` URIs in a sentence from the left, so that the end, which tells files apart,
 * can be seen: `…/media/broken.mp4 is not a media file`.
 */
export function shortened(sentence: string): string {
  return decodedIn(sentence).replaceAll(PATH, (path) => `…/${path.split('/').slice(-2).join('/')}`)
}

/** Decodes the `file:` URIs in a sentence. */
export function decodedIn(sentence: string): string {
  return sentence.replaceAll(/file:\/\/[^\s“”"]*[^\s“”",.;:)]/g, (uri) => pathOf(uri))
}

/** A clause of the server as a sentence: decoded, with a capital letter. */
export function sentenceFrom(clause: string): string {
  const text = decodedIn(clause)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** An absolute path of at least four parts, up to a space. */
const PATH = /(?<![\w…/.])(?:\/[^/\s“”"]+){4,}/g

/** An escape that is not UTF-8 stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
