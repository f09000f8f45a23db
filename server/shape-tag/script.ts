/** Reads, writes and deletes the script of a shape tag. */
import type { KnownTag } from '../../steps/preset/known-tags.ts'
import { notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { refuseReadOnly, shapeTagAt } from './find-shape-tag.ts'
import { writePreset } from './write-preset.ts'

const PATH = '/shape-tag/:tag/script'

export const SHAPE_TAG_SCRIPTS = [
  operation({
    ...{ title: 'Retrieve the script of a shape tag', method: 'GET', path: PATH, role: '_shape_tag_read' },
    produces: 'script',
    plain: (verbatim) => ({ verbatim }),
  }).answer(async ({ path, ...context }) => scriptOf(await shapeTagAt(context, path.tag))),
  operation({
    ...{ title: 'Modify the script of a shape tag', method: 'PUT', path: PATH, role: '_shape_tag_write' },
    description:
      'The body is the script, as `application/javascript`: the element `script` of the preset. It runs for each ' +
      'source before the transcode, and changes `preset`.',
    accepts: 'text',
    needsBody: true,
  }).answer(async ({ path, body = '', ...context }) => {
    const { name, document } = await shapeTagAt(context, path.tag)
    refuseReadOnly(name)
    await writePreset(context, name, { ...document, script: body })
    return undefined
  }),
  operation({
    ...{ title: 'Delete the script of a shape tag', method: 'DELETE', path: PATH, role: '_shape_tag_write' },
  }).answer(async ({ path, ...context }) => {
    const tag = await shapeTagAt(context, path.tag)
    refuseReadOnly(tag.name)
    scriptOf(tag)
    const { script: _script, ...document } = tag.document
    await writePreset(context, tag.name, document)
    return undefined
  }),
]

function scriptOf({ name, document }: KnownTag): string {
  if (document.script === undefined) throw notFound('Script', name)
  return document.script
}
