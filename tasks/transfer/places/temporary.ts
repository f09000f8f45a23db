/** The temporary names of files that are written on other hosts. Pure. */

import { shortened } from '../../files/land.ts'
import type { Unfinished } from '../stored-file.ts'

/** Beside the final name and hidden, such as `.clip.mov.VX-1.200.17.partial`. */
export function temporaryPath(path: string, { writer, run }: Unfinished): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const around = (stem: string) => `.${stem}.${writer}.${run}.partial`
  const full = around(name)
  const fits = Buffer.byteLength(full) <= LONGEST_NAME
  return `${path.slice(0, path.length - name.length)}${fits ? full : around(shortened(name))}`
}

/** The folder of a path, without a trailing slash unless it is the root. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

/** Bytes, on most file systems. */
const LONGEST_NAME = 255
