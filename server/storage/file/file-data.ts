/** Downloads the content of a file (wire-media.md §1.5). */
import { basename } from 'node:path'
import { openInside } from '../../../tasks/files/open-inside.ts'
import { notFound } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { boolean } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { atFile, findFile } from './file-places.ts'

export const downloadFile = operation({
  ...{ title: 'Download a file', method: 'GET', ...atFile('/data'), role: '_file_read' },
  description:
    'The bytes of a file on a local storage, whole or a part by `Range`, with the type of its name.',
  query: { download: parameter(boolean, false, 'Whether a browser shall save it.') },
  produces: 'file',
}).answer(async ({ em, path, query: { download }, tools }) => {
  const { uri, path: name } = await findFile(em, path)
  const opened = await openInside(uri, tools.mediaRoots)
  if (!opened) throw notFound('File', name ?? uri)
  return { ...opened, name: basename(name ?? uri), download }
})
