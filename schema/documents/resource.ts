/** Describes the ResourceListDocument and the list of types of resources (wire-media.md §5.6). */
import { type DocumentOf, document, list, maybe, shape, string } from '../document.ts'

const resourceType = shape({
  type: maybe(string, 'The type, such as `thumbnail`.'),
  url: maybe(string, 'The URL of the resources of this type.'),
})

export const ResourceTypeListDocument = document(
  'ResourceTypeListDocument',
  { resourcetype: list(resourceType, 'The types.') },
  { description: 'The types of resources.' },
)
export type ResourceTypeListDocument = DocumentOf<typeof ResourceTypeListDocument>

const thumbnail = shape({
  state: maybe(string, '`ONLINE`.'),
})

const resource = shape({
  id: maybe(string, 'Its id.'),
  state: maybe(string, '`ONLINE`.'),
  thumbnail: maybe(thumbnail, 'What keeps thumbnails and posters: here the database.'),
})

export const ResourceListDocument = document(
  'ResourceListDocument',
  { resource: list(resource, 'The resources.') },
  { description: 'The resources of a type.' },
)
export type ResourceListDocument = DocumentOf<typeof ResourceListDocument>
