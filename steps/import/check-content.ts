/** The step check-content, which describes the content of an import on its storage. */
import { basename, extname } from 'node:path'
import { describeMedia } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import { type Technical, technicalOf } from '../../tasks/ffmpeg/shape/technical.ts'
import { look } from '../../tasks/files/look.ts'
import { fatal, finished, type Outcome, retry, type StepContext } from '../engine/declare/step.ts'
import { reaching, sourceOf, unreadable } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { CONTENT, contentUri, isKnownWhole } from './views.ts'

/** What an import has found out about its content. */
export interface CheckedContent {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Undefined for a file that is no media. */
  readonly media?: Media
  /** The technical members of its shape. */
  readonly technical: Technical
}

/** Describes the content with ffprobe. Result: `CheckedContent`. */
export const checkContent = withStallTimeout({
  name: CONTENT.check,
  description: 'Performing media check.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({ ...reaching({ sourceUri: contentUri(metadata) }, tools), media: true }),
  async run(context) {
    const onStorage = seeing(context)
    const source = await sourceOf(onStorage)
    if ('ended' in source) return source
    const programs = await context.tools.programs()
    if ('missing' in programs) return retry(programs.missing.join('; '))
    const { path } = source
    const { size = 0 } = (await look(path)) ?? {}
    const name = context.metadata['originalFilename'] ?? basename(path)
    const described = await describeMedia(path, { ffprobe: programs.ffprobe, signal: context.signal })
    switch (described.ended) {
      case 'done':
        return found({
          path,
          size,
          media: described.media,
          technical: technicalOf(described.json, { name, size }),
        })
      case 'bad-input':
        if (shouldBeMedia(name)) return unreadable(path, described.message, onStorage)
        return found({ path, size, technical: technicalOf(undefined, { name, size }) })
      case 'not-found':
        return fatal(described.message)
      case 'crashed':
        return retry(described.message)
      case 'stopped':
        return retry('stopped')
    }
  },
})

/** Content that has landed whole need not settle. */
function seeing(context: StepContext<Tools>): StepContext<Tools> {
  const tools = isKnownWhole(context.metadata) ? { ...context.tools, settledMs: 0 } : context.tools
  return { ...context, tools, metadata: { ...context.metadata, sourceUri: contentUri(context.metadata) } }
}

function found(content: CheckedContent): Outcome {
  return finished(content, { mimeType: (content.technical.mimeType ?? []).join(',') })
}

/** A file whose name promises media has to be some. Any other can be a document, subtitles, data. */
function shouldBeMedia(name: string): boolean {
  return MEDIA.has(extname(name).toLowerCase().slice(1))
}

const MEDIA: ReadonlySet<string> = new Set(
  [
    ...[
      'mp4 m4v mov qt mxf mkv webm avi mpg mpeg m2v m2t m2ts mts ts vob wmv asf flv f4v 3gp 3g2 dv gxf ogv',
    ],
    ...['wav bwf w64 aif aiff mp3 m4a aac ac3 ec3 flac ogg oga opus wma mka caf'],
    ...['jpg jpeg png tif tiff gif bmp webp dpx exr j2k jp2 tga'],
  ].flatMap((names) => names.split(' ')),
)
