/** Lists the resources of this server: the one that keeps thumbnails (wire-media.md §5.6). */
import { ResourceListDocument, ResourceTypeListDocument } from '../../schema/documents/resource.ts'
import { THUMBNAIL_RESOURCE } from '../../schema/metadata/picture-path.ts'
import { type Operation, operation } from '../http/operation.ts'

const listTheTypes = operation({
  title: 'List the types of resources',
  ...{ method: 'GET', path: '/resource', role: '_thumbnail_read', produces: ResourceTypeListDocument },
  plain: ({ resourcetype }: ResourceTypeListDocument) => resourcetype.map(({ type = '' }) => type),
}).answer(async ({ baseUrl }) => ({
  resourcetype: [{ type: 'thumbnail', url: `${baseUrl}/resource/thumbnail` }],
}))

const listTheResources = operation({
  title: 'List the resources of thumbnails',
  description: 'There is one, which keeps thumbnails and posters in the database.',
  ...{ method: 'GET', path: '/resource/thumbnail', role: '_thumbnail_read', produces: ResourceListDocument },
  plain: ({ resource }: ResourceListDocument) => resource.map(({ id = '' }) => id),
}).answer(async () => ({
  resource: [{ id: THUMBNAIL_RESOURCE, state: 'ONLINE', thumbnail: { state: 'ONLINE' } }],
}))

export const RESOURCE_OPERATIONS: readonly Operation[] = [listTheTypes, listTheResources]
