/** The step read-sidecar, which reads subtitles, captions or metadata. */
import { decodeCaptions } from '../../tasks/ffmpeg/captions.ts'
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import { openFile, pathOfDescriptor } from '../../tasks/files/open-folder.ts'
import type { SidecarContent, SidecarRead } from '../../tasks/sidecar.ts'
import { fatal, finished, type Outcome, retry, type StepContext } from '../engine/declare/step.ts'
import { reaching, sourceOf } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { fromStart, type ReadSidecar } from './sidecar-plan.ts'

type Context = StepContext<Tools>

/** Recognizes the sidecar by what it contains. Result: `ReadSidecar`. */
export const readSidecar = withStallTimeout({
  name: 'read-sidecar',
  description: 'Reading the sidecar.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: ({ sidecar = '', sourceUri = sidecar }, tools) => ({
    ...reaching({ sourceUri, destinationUri: sidecar }, tools),
    media: true,
  }),
  async run(context) {
    const place = await sourceOf({
      ...context,
      // What a client has uploaded is whole.
      ...(context.metadata['uploaded'] === 'true' && { tools: { ...context.tools, settledMs: 0 } }),
      metadata: { ...context.metadata, sourceUri: context.metadata['sidecar'] ?? '' },
    })
    if ('ended' in place) return renamed(place)
    const media = await mediaOfItem(context)
    if (media && 'ended' in media) return media
    const read = await readAt(place.path, context)
    if (read.ended === 'stopped') return retry('stopped')
    if (read.ended === 'unreadable') return fatal(read.message)
    if (read.ended === 'coded') return coded(read.format, place.path, { ...context, media })
    return outcome(place.path, read.content, { ...context, media })
  },
})

interface WithMedia extends Context {
  readonly media: Media | undefined
}

/** The parameter is the sidecar, not the source. */
function renamed(outcome: Outcome): Outcome {
  return outcome.ended === 'fatal' ? fatal(outcome.reason.replace(/^sourceUri:/, 'sidecar:')) : outcome
}

/** The media that the sidecar belongs to, if the job names it. */
async function mediaOfItem(context: Context): Promise<Media | undefined | Outcome> {
  if (context.metadata['sourceUri'] === undefined) return undefined
  const source = await sourceOf(context)
  if ('ended' in source) return source
  const programs = await context.tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  const probed = await probe(source.path, { ffprobe: programs.ffprobe, signal: context.signal })
  if (probed.ended === 'done') return probed.media
  if (probed.ended === 'stopped') return retry('stopped')
  return probed.ended === 'crashed' ? retry(probed.message) : fatal(`sourceUri: ${probed.message}`)
}

async function readAt(
  path: string,
  { tools, signal }: Context,
): Promise<SidecarRead | { readonly ended: 'stopped' }> {
  await using file = await openFile(path)
  return await tools.tasks.run('sidecar', { path, at: pathOfDescriptor(file, path) }, signal)
}

async function coded(format: 'scc' | 'mcc', path: string, context: WithMedia): Promise<Outcome> {
  const programs = await context.tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  const follow = { signal: context.signal, stallMs: context.tools.stallMs, onLog: context.log }
  const decoded = await decodeCaptions({ ffmpeg: programs.ffmpeg, input: path, format }, follow)
  switch (decoded.ended) {
    case 'done':
      return outcome(path, { kind: 'captions', format, cues: decoded.cues }, context)
    case 'bad-input':
    case 'failed':
    case 'encoder-missing':
      return fatal(decoded.message)
    case 'disk-full':
    case 'crashed':
    case 'stalled':
      return retry(decoded.message)
    case 'stopped':
      return retry('stopped')
  }
}

function outcome(path: string, content: SidecarContent, { media, log }: WithMedia): Outcome {
  if (content.kind === 'metadata') {
    log('info', `${content.format}, fields: ${content.fields.length}`)
    return finished({ path, content } satisfies ReadSidecar)
  }
  const cues = fromStart(content.cues, media)
  if (cues !== content.cues)
    log('info', `the captions count from the time code of the media, ${media?.startTimeCode}`)
  log('info', `${content.format}, cues: ${cues.length}`)
  return finished({ path, content: { ...content, cues } } satisfies ReadSidecar)
}
