/** What workflows need of a server: storages, folders, a clip. */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Receiver } from '../../server/notification/receiver.ts'
import type { Format } from './client.ts'

export interface Ground {
  /** The id of a LOCAL storage, and its folder. */
  readonly storage: string
  readonly folder: string
  /** Another one. */
  readonly other: string
  readonly otherFolder: string
  /** A folder to import from and to export to. */
  readonly inbox: string
  /** A file with picture and sound, of two seconds. */
  readonly clip: string
  /** Hears of jobs that end. */
  readonly receiver: Receiver
}

/** Copies the clip; the path. */
export async function placed({ clip }: Ground, folder: string, name: string): Promise<string> {
  await copyFile(clip, join(folder, name))
  return join(folder, name)
}

/** The URI of a path, percent-encoded once more for a query. */
export function inQuery(path: string): string {
  return encodeURIComponent(pathToFileURL(path).href)
}

/** A document with a title, in a format. */
export function titled(format: Format, title: string): { readonly type: Format; readonly body: string } {
  const body =
    format === 'application/json'
      ? JSON.stringify({
          timespan: [{ start: '-INF', end: '+INF', field: [{ name: 'title', value: [{ value: title }] }] }],
        })
      : `<MetadataDocument xmlns="http://xml.vidispine.com/schema/vidispine"><timespan start="-INF" end="+INF"><field><name>title</name><value>${title}</value></field></timespan></MetadataDocument>`
  return { type: format, body }
}
