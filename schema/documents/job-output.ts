/** Describes the JobOutputListDocument, the answer of `GET /job/{job-id}/output`. */

import {
  boolean,
  type DocumentOf,
  document,
  element,
  float,
  integer,
  list,
  maybe,
  shape,
  string,
} from '../document.ts'

const source = shape({
  uri: element(string, 'Its URI.'),
  duration: maybe(float, 'Its duration in seconds, if it has one.'),
})

const output = shape({
  number: element(integer, 'Its position among the outputs of the job, from 1.'),
  uri: element(string, 'Its URI.'),
  name: element(string, 'The name of the file or folder.'),
  label: maybe(string, 'What it is of: the preset of a rendition, the time code of a thumbnail.'),
  mediaType: element(
    string,
    'Its media type by its extension, such as `video/mp4`; of a folder, that of the file that a player opens.',
  ),
  size: maybe(
    float,
    'Its current size in bytes, of a folder that of all files; absent if it is not available.',
  ),
  duration: maybe(float, 'Its duration in seconds, if it has one.'),
  partial: element(boolean, 'Whether it ends early because the job was stopped.'),
  available: element(boolean, 'Whether this server can read it: it exists and is in a media root.'),
  link: element(string, 'The URL that serves it.'),
})

export const JobOutputListDocument = document(
  'JobOutputListDocument',
  {
    source: maybe(source, 'The source of the job, once it has been analyzed.'),
    output: list(output, 'The files that the job has made.'),
  },
  { description: 'The files that a job has made (Callsheet extension).' },
)
export type JobOutputListDocument = DocumentOf<typeof JobOutputListDocument>
