/** The metadata of jobs that render a sequence, and what can be said of it before the job is accepted. */

import { MOST_PIECES } from '../../tasks/ffmpeg/sequence/chunks.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { presetsOf } from '../transcode/renditions.ts'
import { readConform } from './conform/read-conform.ts'
import { type Draft, rateFrom, type UnusableDraft, urisOf, userOf } from './draft.ts'
import { readEdl } from './edl/edl-draft.ts'
import { readSequence } from './read-sequence.ts'
import { type SourceNames, sourceNames } from './source-names.ts'

export const [CONFORM_XML, EDL, SEQUENCE_XML] = ['conformXML', 'edl', 'sequenceXML'] as const
const [SOURCES, FRAME_RATE] = ['sources', 'frameRate'] as const

export const SEQUENCE_PARAMETERS: readonly Parameter[] = [
  {
    key: SOURCES,
    required: false,
    description:
      'Which files stand for the names in the document: a line `name=URI` for each item id, reel or clip name.',
  },
  {
    key: 'tags',
    required: true,
    description: 'Comma-separated presets, one rendition for each. A preset that copies cannot be used.',
  },
  {
    key: 'destinationUri',
    required: false,
    description:
      'URI of the folder for the renditions. Default: a folder in the first media root, named by the id of the job.',
  },
  {
    key: 'outputName',
    required: false,
    description:
      'Name of the renditions, without preset and extension. Default: the title of the list, or `conform`.',
    form: {
      pattern: /^[^/\0.][^/\0]{0,99}$/,
      expected: 'up to 100 characters without a slash, not beginning with a dot',
    },
  },
  {
    key: FRAME_RATE,
    required: false,
    description:
      'Frames per second of the renditions: `25`, `29.97`, `30000/1001`. Default: that of the document, or of the first picture.',
  },
  {
    key: 'createPosters',
    required: false,
    description:
      'Time codes of posters of the first rendition that the item of `itemId` gets. Default: none.',
  },
  {
    key: 'createThumbnails',
    required: false,
    description: 'Whether the item of `itemId` gets thumbnails of the first rendition. Default `false`.',
    values: ['true', 'false'],
  },
  WAIT_FOR_SOURCE,
]

/** The draft that the metadata describe. */
export function draftOf(metadata: Metadata): Draft | (UnusableDraft & { readonly key: string }) {
  const names = sourceNames(metadata[SOURCES] ?? '')
  if ('wrong' in names) return { key: SOURCES, refused: `expected lines name=URI, got “${names.wrong}”` }
  const { outputName } = metadata
  const [key, other] = givenIn(metadata)
  if (other !== undefined) return { key, refused: `cannot be combined with ${other}` }
  const text = metadata[key]
  if (text === undefined) return { key, refused: 'missing' }
  const draft = READERS[key](text, outputName, names)
  if ('refused' in draft) return { key, refused: draft.refused }
  const asked = metadata[FRAME_RATE]
  const rate = asked === undefined ? draft.rate : rateFrom(asked)
  if (asked !== undefined && !rate)
    return { key: FRAME_RATE, refused: `expected 25, 29.97 or 30000/1001, got “${asked}”` }
  return longest(draft, key) ?? { ...draft, ...(rate && { rate }) }
}

const READERS = {
  [EDL]: readEdl,
  [SEQUENCE_XML]: (text: string, name: string | undefined, names: SourceNames) =>
    readSequence(text, name ?? 'sequence', names),
  [CONFORM_XML]: (text: string, name: string | undefined, names: SourceNames) =>
    readConform(text, name ?? 'conform', names),
} as const

/** The keys of the sequence: one, or those that exclude each other. */
function givenIn(
  metadata: Metadata,
): readonly [key: keyof typeof READERS, other?: keyof typeof READERS | undefined] {
  const [key = CONFORM_XML, other] = ([EDL, SEQUENCE_XML, CONFORM_XML] as const).filter(
    (one) => metadata[one] !== undefined,
  )
  return [key, other]
}

function longest(
  { video, audio }: Draft,
  key: string,
): (UnusableDraft & { readonly key: string }) | undefined {
  const count = Math.max(video.length, ...audio.map(({ pieces }) => pieces.length))
  return count > MOST_PIECES ? { key, refused: `has ${count} pieces; at most ${MOST_PIECES}` } : undefined
}

export async function checkSequence(metadata: Metadata, tools: Tools): Promise<Refusal | undefined> {
  const invalid = (key: string, explanation: string): Refusal => ({
    ...{ refused: 'invalid', key, explanation, value: metadata[key] ?? '' },
  })
  const refused = await refusedUri({ ...only(metadata, 'destinationUri') }, tools)
  if (refused) return refused
  const draft = draftOf(metadata)
  if ('refused' in draft) return invalid(draft.key, draft.refused)
  const [key] = givenIn(metadata)
  for (const uri of urisOf(draft)) {
    const place = await insideRoots(uri, tools.mediaRoots)
    if ('refused' in place) return invalid(key, `${userOf(uri, draft)}: ${place.refused}`)
  }
  const presets = presetsOf(metadata, tools.presets)
  if ('unknown' in presets)
    return {
      refused: 'not-found',
      type: 'shape-tag',
      id: presets.unknown,
      known: tools.presets.map(({ tag }) => tag),
    }
  const copying = presets.find(({ video }) => video === 'copy')
  return copying && invalid('tags', `preset “${copying.tag}” copies its streams, and a sequence is encoded`)
}

function only(metadata: Metadata, key: string): Metadata {
  return metadata[key] === undefined ? {} : { [key]: metadata[key] }
}
