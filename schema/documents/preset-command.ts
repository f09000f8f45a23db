/** Describes the PresetCommandDocument, the answer of `GET /shape-tag/{tag}/command`. */

import { type DocumentOf, document, list, maybe, shape, string } from '../document.ts'
import { TranscodePresetDocument } from './transcode-preset.ts'

export const PresetCommandDocument = document(
  'PresetCommandDocument',
  {
    argument: list(string, 'The program and its arguments. Names contain `VX-0`, as there is no job.'),
    explanation: list(string, 'What becomes of each stream of the source.'),
    noCommand: maybe(string, 'Why there is no command.'),
    preset: maybe(shape(TranscodePresetDocument.fields), 'The preset after its script.'),
  },
  { description: 'What a preset makes of one source, and how (Callsheet extension).' },
)
export type PresetCommandDocument = DocumentOf<typeof PresetCommandDocument>
