/** Settings for media files and for the programs that process them. */
import { flag, integer, oneOf, optional, optionalInteger, setting } from '../kinds.ts'
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
  presetsDir: setting(
    'PRESETS_DIR',
    'Folder with transcode presets besides those of `config/presets/`: `NAME.json` or `NAME.xml`, each a ' +
      'TranscodePresetDocument. They are read and checked at the start; each server of a farm needs them.',
    optional(/^\//, 'an absolute path'),
  ),
  relativeThumbnailUris: setting(
    'RELATIVE_THUMBNAIL_URIS',
    'Whether `/item/{id}/thumbnailresource` and `posterresource` list paths (`/API/thumbnail/…`), as some clients ' +
      'expect, instead of absolute URLs.',
    flag(false),
  ),
  maxPixels: setting(
    'MAX_PIXELS',
    'Largest picture that is decoded, millions of pixels: a source with a larger one is refused after its ' +
      'analysis. 8K has 35. 0: no limit.',
    integer(150, 0, 10_000),
  ),
  maxMissing: setting(
    'MAX_MISSING',
    'Share of a video or audio stream that its rendition may lack, percent. Up to it, the job keeps the ' +
      'rendition, ends as FINISHED_WARNING and says what is missing; above it, the job fails. ' +
      'What is shorter by up to a second, or a thousandth of its length, counts as complete.',
    integer(5, 0, 100),
  ),
  programMemory: setting(
    'PROGRAM_MEMORY',
    'Memory that one run of ffmpeg or ffprobe may use, MiB. If not set: three quarters of the memory of the ' +
      'machine. 0: no limit.',
    optionalInteger(0, 16_777_216),
  ),
  confinement: setting(
    'CONFINEMENT',
    '`auto`: ffmpeg and ffprobe have no network and see only their source, their output and the system’s ' +
      'programs, as far as the kernel allows it; the self-tests say how far. `off`: they are not confined, as a ' +
      'wrapper in FFMPEG may need.',
    oneOf(['auto', 'off'], 'auto'),
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
