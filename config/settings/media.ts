/** Settings for media files and for the programs that process them. */
import { integer, optional, setting } from '../kinds.ts'
import { readStorages } from '../storages.ts'

export const MEDIA = {
  mediaRoots: setting(
    'MEDIA_ROOTS',
    'Folders that `file:` URIs may touch, separated by colons. ' +
      'The first is the default destination. If not set: `DATA_DIR/media`.',
    optional(/^\/[^:]*(:(\/[^:]*)?)*$/, 'absolute paths separated by colons'),
  ),
  storages: setting(
    'STORAGES',
    'Storages inside the media roots, separated by spaces: ' +
      '`name=file:///root/;capacity=(bytes);state=OFFLINE`, where `capacity` and `state` are optional. ' +
      'A media root outside of all of them is itself a storage.',
    { fallback: '', read: (given) => readStorages(given ?? '') },
  ),
  ffmpeg: setting(
    'FFMPEG',
    'Path of ffmpeg. If not set: the one on PATH, or else the bundled one.',
    optional(/./, 'a path'),
  ),
  ffprobe: setting(
    'FFPROBE',
    'Path of ffprobe. If not set: the one on PATH, or else the bundled one.',
    optional(/./, 'a path'),
  ),
  stallAfter: setting(
    'STALL_AFTER',
    'Time without progress of a program, or without a response of the file system to a copy, comparison or ' +
      'analysis, after which the attempt fails and the step is retried, s. 0: no limit.',
    integer(600, 0, 86_400),
  ),
  settledAfter: setting(
    'SETTLED_AFTER',
    'Time since its last write after which a source counts as complete, s; a job waits until then. ' +
      'The clocks of file servers must be accurate to within this time. 0: sources are read at once.',
    integer(2, 0, 3_600),
  ),
} as const
