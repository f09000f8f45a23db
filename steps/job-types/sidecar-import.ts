/** The job type SIDECAR_IMPORT: reads subtitles, captions or metadata beside a media file. */

import { jobType } from '../engine/declare/job-type.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { removeCaptions, removePartialCaptions } from '../files/remove-leftovers.ts'
import { readSidecar } from '../sidecar/read-sidecar.ts'
import { registerSidecar } from '../sidecar/register-sidecar.ts'
import { SIDECAR_STEP } from '../sidecar/sidecar-plan.ts'
import { writeCaptions } from '../sidecar/write-captions.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'

export default jobType<Tools>(
  'SIDECAR_IMPORT',
  'Import of sidecar.',
  [
    { number: 100, step: readSidecar },
    { number: SIDECAR_STEP, step: writeCaptions, after: [100] },
    { number: 300, step: registerSidecar, after: [SIDECAR_STEP] },
    { number: 400, step: removePartialCaptions, after: [300], critical: false },
    { number: 900, step: removeCaptions, cleanup: true },
  ],
  {
    parameters: [
      {
        key: 'sidecar',
        required: true,
        description:
          'URI of the sidecar: subtitles or captions (SubRip, WebVTT, EBU STL, SCC, MCC, TTML, DFXP), or metadata (a MetadataDocument in XML, or XMP). Its content decides, not its name.',
      },
      {
        key: 'sourceUri',
        required: false,
        description:
          'URI of the media that it belongs to. If all captions are at or after the first time code of the media, they count from there.',
      },
      {
        key: 'destinationUri',
        required: false,
        description:
          'URI of the folder for the captions as WebVTT, or of their file with `captionsFileId`. Default: a folder in the first media root, named by the id of the job.',
      },
      {
        key: 'subtitleLanguage',
        required: false,
        description: 'Language of the captions, such as `nor`. Default: the one that the file names.',
        form: { pattern: /^[A-Za-z]{2,8}(-[A-Za-z\d]{1,8})*$/, expected: 'a language such as nor or en-GB' },
      },
      {
        key: 'itemId',
        required: false,
        description: 'The item that it belongs to, which then gets what it says.',
      },
      { key: 'fileId', required: false, description: 'The file that the sidecar is.' },
      {
        key: 'captionsFileId',
        required: false,
        description: 'Set by the server: the file of the captions of an item.',
      },
      {
        key: 'uploaded',
        required: false,
        description: 'Set by the server: whether a client has uploaded the sidecar.',
        values: ['true', 'false'],
      },
      {
        key: 'strictMetadata',
        required: false,
        description: 'Set by the server: whether only defined fields are permitted.',
        values: ['true', 'false'],
      },
      WAIT_FOR_SOURCE,
    ],
    check,
  },
)

async function check(metadata: Metadata, tools: Tools): Promise<Refusal | undefined> {
  const refused = await refusedUri({ sourceUri: metadata['sidecar'] ?? '' }, tools)
  return refused ? { ...refused, key: 'sidecar' } : await refusedUri(metadata, tools)
}
