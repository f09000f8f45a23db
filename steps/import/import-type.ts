/** The graph of steps that all imports share (wire-media.md §8.1). */
import { jobType } from '../engine/declare/job-type.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import { PICTURES_OF_CONTENT } from '../thumbnails/pictures-of-content.ts'
import type { Tools } from '../tools.ts'
import { checkContent } from './check-content.ts'
import { closeTransfer, forgetContent, registerContent, setUpImport } from './register-content.ts'
import {
  checkRenditions,
  prepareTranscode,
  registerRenditions,
  removeContent,
  removePartialContent,
  removePartialRenditions,
  removeRenditions,
  transcodeContent,
} from './transcode-content.ts'
import { transferContent } from './transfer-content.ts'
import { hasRenditions } from './views.ts'

/** A job type that imports content into an item. */
export function importType(name: string, description: string) {
  return jobType<Tools>(
    name,
    description,
    [
      { number: 50, step: closeTransfer },
      { number: 100, step: setUpImport, after: [50] },
      { number: 200, step: transferContent, after: [100] },
      { number: 300, step: checkContent, after: [200] },
      { number: 400, step: registerContent, after: [300] },
      { number: 500, step: prepareTranscode, after: [400] },
      { number: 600, step: transcodeContent, after: [500], transient: true },
      { number: 700, step: checkRenditions, after: [600], transient: true },
      { number: 800, step: registerRenditions, after: [700] },
      { number: 810, step: PICTURES_OF_CONTENT.make, after: [800], critical: false, transient: true },
      { number: 820, step: PICTURES_OF_CONTENT.keep, after: [810], critical: false },
      { number: 830, step: PICTURES_OF_CONTENT.remove, after: [820], critical: false },
      { number: 850, step: removePartialContent, after: [800], critical: false },
      { number: 860, step: removePartialRenditions, after: [800], critical: false },
      { number: 890, step: PICTURES_OF_CONTENT.cleanUp, cleanup: true },
      { number: 900, step: removeRenditions, cleanup: true },
      { number: 950, step: removeContent, cleanup: true },
      { number: 960, step: forgetContent, cleanup: true },
    ],
    { parameters: PARAMETERS, check },
  )
}

const PARAMETERS: readonly Parameter[] = [
  { key: 'itemId', required: true, description: 'The item to import into.' },
  { key: 'sourceUri', required: true, description: 'URI of the content.' },
  {
    key: 'destinationUri',
    required: false,
    description: 'URI of the file on a storage that it becomes. Default: it stays where it is.',
  },
  { key: 'fileId', required: false, description: 'The file that it becomes.' },
  { key: 'originalFilename', required: false, description: 'The name that the content had.' },
  { key: 'shapeId', required: false, description: 'The placeholder that it fills. Default: a new shape.' },
  {
    key: 'importTag',
    required: false,
    description: 'Comma-separated tags of the shape. Default `original`.',
  },
  { key: 'essenceVersion', required: false, description: 'The version of the essence that it is.' },
  {
    key: 'tags',
    required: false,
    description: 'Comma-separated tags of the renditions to make. Default: none.',
  },
  {
    key: 'renditionUri',
    required: false,
    description: 'URI of the folder for the renditions. Required with `tags`.',
  },
  {
    key: 'presetVersions',
    required: false,
    description: 'Set by the server: which presets the tags named.',
  },
  {
    key: 'noTranscode',
    required: false,
    description: 'Whether no renditions are made, whatever the tags.',
    values: ['true', 'false'],
  },
  {
    key: 'createThumbnails',
    required: false,
    description: 'Whether the item gets thumbnails, if there are `tags`. Default `false`.',
    values: ['true', 'false'],
  },
  {
    key: 'uploaded',
    required: false,
    description: 'Set by the server: whether a client has uploaded the content, which is whole then.',
    values: ['true', 'false'],
  },
  {
    key: 'growing',
    required: false,
    description:
      'Whether the content is still being written. The import of a file that is `OPEN` goes on once it is `CLOSED`.',
    values: ['true', 'false'],
  },
  WAIT_FOR_SOURCE,
]

async function check(metadata: Metadata, tools: Tools): Promise<Refusal | undefined> {
  const { renditionUri, destinationUri } = metadata
  // A source that cannot be read fails the job, not the request (wire-media.md §0.5).
  const refused = await refusedUri({ ...(destinationUri !== undefined && { destinationUri }) }, tools)
  if (refused) return refused
  const outside =
    renditionUri === undefined ? undefined : await refusedUri({ sourceUri: renditionUri }, tools)
  if (outside) return { ...outside, key: 'renditionUri' }
  if (!hasRenditions(metadata)) return undefined
  return renditionUri === undefined
    ? { refused: 'invalid', key: 'renditionUri', explanation: 'missing (the folder for the renditions)' }
    : undefined
}
