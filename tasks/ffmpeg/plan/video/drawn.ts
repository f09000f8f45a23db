/** The part of a video plan that draws on the picture. Pure. */
import type { Media, OtherStream, Video } from '../../media.ts'
import { FONT_FOLDER } from '../../picture/fonts.ts'
import { frameNumber } from '../../source/smpte.ts'
import type { FrameRate } from '../../source/stream-times.ts'
import type { VideoEncoding } from '../preset.ts'
import type { NotPlanned, SourceFile } from '../rendition.ts'
import { type Range, soughtS } from '../taken.ts'
import { type Drawing, drawnPicture, drawnSubtitles, drawnText, drawnTimeCode } from './drawings.ts'
import type { VideoPart } from './video.ts'

type DrawnPart = VideoPart & { readonly reads: readonly string[] }

/** `startTimeCode`: that of the first frame of the rendition, if the preset says one. */
export function drawnPart(
  { drawings = [], rate }: VideoEncoding,
  stream: Video,
  source: SourceFile,
  {
    range,
    startTimeCode,
  }: { readonly range?: Range | undefined; readonly startTimeCode?: string | undefined },
): DrawnPart | NotPlanned {
  const filters: string[] = []
  const reads: string[] = []
  const changes: string[] = []
  const at = { soughtS: soughtS(range) }
  for (const [number, drawing] of drawings.entries()) {
    const made = drawn(drawing, String(number), {
      source,
      at,
      rate: rate ?? stream.frameRate,
      range,
      startTimeCode,
    })
    if ('refused' in made) return made
    filters.push(made.filter)
    reads.push(...made.reads)
    changes.push(made.change)
  }
  return { filters, reads: [...new Set(reads)], changes }
}

interface Of {
  readonly source: SourceFile
  readonly at: { readonly soughtS: number }
  readonly rate: FrameRate | undefined
  readonly range: Range | undefined
  readonly startTimeCode: string | undefined
}

interface Made {
  readonly filter: string
  readonly reads: readonly string[]
  readonly change: string
}

function drawn(drawing: Drawing, label: string, of: Of): Made | NotPlanned {
  const { at, source } = of
  switch (drawing.draws) {
    case 'time code':
      return timeCode(of)
    case 'text':
      return { filter: drawnText(drawing, at), reads: [FONT_FOLDER], change: 'a text laid over' }
    case 'picture':
      return {
        filter: drawnPicture(drawing, label, at),
        reads: [drawing.path],
        change: 'a picture laid over',
      }
    case 'subtitles':
      return subtitles(drawing.language, source, at)
  }
}

function timeCode({ source, at, rate, range, startTimeCode }: Of): Made | NotPlanned {
  const first = startTimeCode ?? source.media.startTimeCode ?? '00:00:00:00'
  const number = rate && frameNumber(first, rate)
  if (!rate || number === undefined)
    return {
      refused: `a time code cannot be drawn: ${rate ? `“${first}” does not exist at its rate` : 'no frame rate'}`,
    }
  // A time code of the preset is that of the first frame taken.
  const before =
    startTimeCode === undefined ? 0 : Math.round(((range?.startS ?? 0) * rate.frames) / rate.seconds)
  const codes = { rate, first: number - before, isDrop: first.includes(';') }
  return {
    filter: drawnTimeCode(codes, at),
    reads: [FONT_FOLDER],
    change: `its time code drawn in, from ${first}`,
  }
}

function subtitles(
  language: string | undefined,
  { path, media }: SourceFile,
  at: Of['at'],
): Made | NotPlanned {
  const all = subtitlesOf(media)
  const found = all.find((one) => language === undefined || one.language === language)
  const wanted = language === undefined ? 'subtitles' : `subtitles in “${language}”`
  if (!found) return { refused: `it has no ${wanted} to draw in` }
  if (!TEXT.test(found.codec ?? ''))
    return { refused: `its ${wanted} are pictures (${found.codec ?? 'unknown'}), which are not drawn in` }
  return {
    filter: drawnSubtitles(path, all.indexOf(found), at),
    reads: [FONT_FOLDER],
    change: `${wanted} drawn in`,
  }
}

/** In file order. */
export function subtitlesOf({ streams }: Media): readonly OtherStream[] {
  return streams.filter((stream) => stream.type === 'other').filter(({ kind }) => kind === 'subtitle')
}

/** Codecs of subtitles that are texts. */
export const TEXT =
  /^(subrip|srt|ass|ssa|mov_text|webvtt|text|eia_608|stl|sami|ttml|subviewer1?|microdvd|mpl2|jacosub|pjs|realtext|vplayer)$/
