/** Shows what a shape tag makes of a source: `GET /shape-tag/{tag}/command`. */
import { PresetCommandDocument } from '../../schema/documents/preset-command.ts'
import { commandOfTag } from '../../steps/preset/command-of-tag.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { shapeTagAt } from './find-shape-tag.ts'

export default operation({
  title: 'Show the command of a shape tag',
  description:
    'The command line that a transcode of this source would run here, and the preset after its script. Nothing is ' +
    'transcoded. Callsheet extension.',
  method: 'GET',
  path: '/shape-tag/:tag/command',
  role: '_shape_tag_read',
  query: { sourceUri: parameter(string, undefined, 'URI of the source, inside the media roots.') },
  produces: PresetCommandDocument,
  plain: ({ argument, noCommand }) => (argument.length > 0 ? argument : (noCommand ?? '')),
}).answer(async ({ path, query, ...context }) => {
  const { sourceUri } = query
  if (sourceUri === undefined) throw invalidInput('sourceUri', 'expected a URI, got nothing')
  const { name, document } = await shapeTagAt(context, path.tag)
  const made = await commandOfTag(name, document, sourceUri, context)
  if ('invalid' in made) throw invalidInput('sourceUri', made.invalid, sourceUri)
  return made
})
