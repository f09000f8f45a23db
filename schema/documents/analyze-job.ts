/** Describes the AnalyzeJobDocument, what a job of type ANALYZE looks for (wire-media.md §5.2). */

import { anything, type DocumentOf, document, float, integer, maybe, maybeList, shape } from '../document.ts'

const picture = shape({
  threshold: maybe(float, 'How far a pixel may be off, from 0 to 1. Default 0.1.'),
  percentage: maybe(float, 'Percent of the pixels that must be within it.'),
})

const channel = shape({
  tone: maybeList(float, 'Tones to look for, Hz. Without one, silence is looked for.', { empty: 'omit' }),
  stream: maybe(integer, 'Index of the stream in its file. Default: the first audio stream.'),
  channel: maybe(integer, 'The channel, from 0. Default 0.'),
  thresh: maybe(
    float,
    'dBFS below which sound is silence, such as -50. A tone is as loud at least, and all else quieter.',
  ),
})

export const AnalyzeJobDocument = document(
  'AnalyzeJobDocument',
  {
    black: maybe(picture, 'Looks for black pictures. Default of `percentage`: 98.'),
    bars: maybe(picture, 'Looks for color bars. Default of `percentage`: 70.'),
    freeze: maybe(
      shape({
        threshold: maybe(
          float,
          'Mean difference of two pictures that are the same, from 0 to 1. Default 0.001.',
        ),
        time: maybe(float, 'Shortest time, s. Default 2.'),
      }),
      'Looks for pictures that do not change.',
    ),
    channel: maybeList(channel, 'Looks for tones or silence in a channel.', { empty: 'omit' }),
    audio: maybe(anything, 'Refused: plug-ins that Vidispine runs are not available.'),
    video: maybe(anything, 'Refused: plug-ins that Vidispine runs are not available.'),
    highlighter: maybe(anything, 'Refused: needs a model.'),
    smartcrop: maybe(anything, 'Refused: needs a model.'),
  },
  { description: 'What to look for in a shape. Without any element: all that can be measured.' },
)
export type AnalyzeJobDocument = DocumentOf<typeof AnalyzeJobDocument>
