/** What jobs may touch, and the programs they run. */
import { integer, optional, setting } from '../kinds.ts'
import { readStorages } from '../storages.ts'

export const MEDIA = {
  mediaRoots: setting(
    'MEDIA_ROOTS',
    'Folders that `file:` URIs may touch, separated by colons; the first takes what names no place of its own. Absent: DATA_DIR/media.',
    optional(/^\/.*/, 'absolute paths separated by colons'),
  ),
  storages: setting(
    'STORAGES',
    'Storages inside the media folders, separated by spaces: `name=file:///root/;capacity=(bytes);state=OFFLINE`, where all after the root may be left out. A media folder that is in none of them is one itself.',
    { fallback: '', read: (given) => readStorages(given ?? '') },
  ),
  ffmpeg: setting(
    'FFMPEG',
    'Path of ffmpeg. Absent: the one on PATH, then the one that came along.',
    optional(/./, 'a path'),
  ),
  ffprobe: setting(
    'FFPROBE',
    'Path of ffprobe. Absent: the one on PATH, then the one that came along.',
    optional(/./, 'a path'),
  ),
  stallAfter: setting(
    'STALL_AFTER',
    'Time a program may go without making anything, or a file system without an answer to who copies, compares or analyzes, before the step is given up and tried again, s; 0: for ever.',
    integer(600, 0, 86_400),
  ),
  settledAfter: setting(
    'SETTLED_AFTER',
    'Time since a source was last written to from which it counts as whole, s; until then a job waits. The clocks of file servers have to be right to within it. 0: whatever is there is read at once.',
    integer(2, 0, 3_600),
  ),
} as const
