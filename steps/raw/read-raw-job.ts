/** Reads a ComplexJobDocument as streams to encode. Pure. */
import { readJson } from '../../schema/codec/json/json.ts'
import { Malformed } from '../../schema/codec/malformed.ts'
import { readXml } from '../../schema/codec/xml/xml.ts'
import { ComplexJobDocument } from '../../schema/documents/complex-job.ts'
import type { CONTAINERS } from '../../tasks/ffmpeg/plan/copy/container.ts'
import { type Encoded, encodedAs } from './raw-encodings.ts'

export interface RawOutput {
  readonly id: number
  readonly uri: string
  readonly container: keyof typeof CONTAINERS
  readonly faststart: boolean
  readonly streams: readonly RawStream[]
}

export type RawStream = Encoded & {
  /** As people find it in the document: `connection 2`. */
  readonly name: string
  /** Position among the inputs. */
  readonly input: number
  /** Index in its file. */
  readonly stream: number
}

export interface RawJob {
  readonly inputs: readonly string[]
  readonly outputs: readonly RawOutput[]
}

type Refused = { readonly refused: string }

/** `text` is XML or JSON. */
export function readRawJob(text: string): RawJob | Refused {
  try {
    const read = text.trimStart().startsWith('<') ? readXml : readJson
    return jobOf(read(ComplexJobDocument, text))
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { refused: error.message }
  }
}

function jobOf(document: ComplexJobDocument): RawJob | Refused {
  const { input, output, connection } = document
  const refused = unsupportedIn(document) ?? wrongIds(document)
  if (refused !== undefined) return { refused }
  const connected = connection.map((one, at) => streamOf(one, at, document))
  const wrong = connected.find((one) => 'refused' in one)
  if (wrong && 'refused' in wrong) return wrong
  const outputs: RawOutput[] = []
  for (const { id, uri, containerFormat, requireFaststart = 'false' } of output) {
    const container = containerNamed(containerFormat)
    if (!container) return { refused: `output ${id}: containerFormat “${containerFormat}” is not supported` }
    const streams = connected.flatMap((one) => ('stream' in one && one.outputs.includes(id) ? [one] : []))
    if (streams.length === 0) return { refused: `output ${id}: no connection leads to it` }
    outputs.push({ id, uri, container, faststart: requireFaststart === 'true', streams })
  }
  return { inputs: input.map(({ uri }) => uri[0] ?? ''), outputs }
}

/** The first element that is known, but would have no effect. */
function unsupportedIn({ input, output, connection }: ComplexJobDocument): string | undefined {
  const parts = [
    ...input.map(
      (one) =>
        [`input ${one.id}`, one, ['range', 'partialFile', 'interval', 'demuxerSetting', 'analyze']] as const,
    ),
    ...output.map(
      (one) =>
        [`output ${one.id}`, one, ['overlay', 'textOverlay', 'muxrate', 'setting', 'metadata']] as const,
    ),
    ...connection.flatMap((one, at) => [
      [
        `connection ${at + 1}`,
        one,
        ['audioMixInput', 'audioChannelMapInput', 'audioChannelSequenceInput'],
      ] as const,
      [`connection ${at + 1}: audioOutput`, one.audioOutput ?? {}, ['preset', 'setting']] as const,
      [`connection ${at + 1}: videoOutput`, one.videoOutput ?? {}, VIDEO] as const,
    ]),
  ]
  for (const [place, values, names] of parts) {
    const name = names.find((one) => (values as Readonly<Record<string, unknown>>)[one] !== undefined)
    if (name !== undefined) return `${place}: ${name} is not supported`
  }
  return undefined
}

const VIDEO = ['setting', 'overlay', 'textOverlay', 'generateThumbnails', 'generatePosters', 'burnTimecode']

function wrongIds({ input, output, connection }: ComplexJobDocument): string | undefined {
  if (input.length === 0 || output.length === 0 || connection.length === 0)
    return 'expected at least one input, one output and one connection'
  const twice = (ids: readonly number[]) => ids.find((id, at) => ids.indexOf(id) !== at)
  const [inputs, outputs] = [input, output].map((list) => list.map(({ id }) => id)) as [number[], number[]]
  if (twice(inputs) !== undefined) return `input ${twice(inputs)} occurs twice`
  if (twice(outputs) !== undefined) return `output ${twice(outputs)} occurs twice`
  const many = input.find(({ uri }) => uri.length !== 1)
  return many && `input ${many.id}: expected one uri, got ${many.uri.length}`
}

type Connection = ComplexJobDocument['connection'][number]

function streamOf(
  { input: from, audioOutput, videoOutput }: Connection,
  at: number,
  { input, output }: ComplexJobDocument,
): (RawStream & { readonly outputs: readonly number[] }) | Refused {
  const name = `connection ${at + 1}`
  const [only, ...others] = from
  if (!only || others.length > 0) return { refused: `${name}: expected one input, got ${from.length}` }
  const position = input.findIndex(({ id }) => id === only.id)
  if (position < 0) return { refused: `${name}: there is no input ${only.id}` }
  const to = audioOutput ?? videoOutput
  if (!to || (audioOutput && videoOutput))
    return { refused: `${name}: expected an audioOutput or a videoOutput` }
  const lost = to.id.find((id) => !output.some((one) => one.id === id))
  if (lost !== undefined) return { refused: `${name}: there is no output ${lost}` }
  if (to.id.length === 0) return { refused: `${name}: leads to no output` }
  const encoded = audioOutput
    ? encodedAs('audio', audioOutput)
    : encodedAs('video', videoOutput ?? { codec: '' })
  if ('refused' in encoded) return { refused: `${name}: ${encoded.refused}` }
  return { ...encoded, name, input: position, stream: only.stream, outputs: to.id }
}

const FORMATS = ['mp4', 'mov', 'm4a', 'mkv', 'webm', 'mxf', 'ts', 'avi', 'wav', 'flac', 'mp3', 'ogg'] as const

function containerNamed(name: string): keyof typeof CONTAINERS | undefined {
  return FORMATS.find((one) => one === name || (one === 'mkv' && name === 'matroska'))
}
