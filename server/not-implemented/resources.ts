/**
 * What is beyond a job server: lists are empty, and changes are refused as not implemented (wire-media.md
 * §7.1).
 */
import type { AnyDocument } from '../../schema/document.ts'
import { AuditLogDocument } from '../../schema/documents/audit-log.ts'
import { EMPTY_LISTS, VXAListDocument } from '../../schema/documents/empty-lists.ts'
import { URIListDocument } from '../../schema/documents/uri-list.ts'

/** A resource that this server does not have. */
export interface Lacking {
  /** As titles call it: “the relations of an item”. */
  readonly of: string
  readonly path: string
  /** The document of its list; `text`: an empty text. Undefined: it has none. */
  readonly list?: AnyDocument | 'text'
  /** The changes that clients know, as method and path below it. */
  readonly changes: readonly string[]
}

const { AccessControlListDocument, AccessControlMergedDocument, DeletionLockListDocument } = EMPTY_LISTS
const { ItemRelationListDocument, QuotaRuleListDocument, ScheduledRequestListDocument } = EMPTY_LISTS
const { StorageRulesDocument, VidispineServiceListDocument } = EMPTY_LISTS

// biome-ignore format: a table
export const LACKING: readonly Lacking[] = [
  { of: 'libraries', path: '/library', list: URIListDocument, changes: ['POST', 'DELETE', 'PUT /:libraryId', 'DELETE /:libraryId', 'PUT /:libraryId/settings', 'PUT /:libraryId/:entryId', 'DELETE /:libraryId/:entryId'] },
  { of: 'the libraries of an item', path: '/item/:itemId/library', list: URIListDocument, changes: [] },
  { of: 'the access controls of an item', path: '/item/:itemId/access', list: AccessControlListDocument, changes: ['POST', 'PUT', 'DELETE /:accessId'] },
  { of: 'the merged access of an item', path: '/item/:itemId/merged-access', list: AccessControlMergedDocument, changes: [] },
  { of: 'the relations of an item', path: '/item/:itemId/relation', list: ItemRelationListDocument, changes: ['POST', 'PUT', 'DELETE', 'POST /:otherId', 'PUT /:otherId', 'DELETE /:otherId'] },
  { of: 'the deletion locks of an item', path: '/item/:itemId/deletion-lock', list: DeletionLockListDocument, changes: ['POST', 'PUT', 'DELETE', 'PUT /:lockId', 'DELETE /:lockId'] },
  { of: 'the lock of an item', path: '/item/:itemId/lock', list: URIListDocument, changes: ['POST', 'PUT', 'DELETE'] },
  { of: 'the storage rules of an item', path: '/item/:itemId/storage-rule', list: StorageRulesDocument, changes: ['PUT', 'DELETE', 'PUT /:tag', 'DELETE /:tag'] },
  { of: 'the storage rules of a shape', path: '/item/:itemId/shape/:shapeId/storage-rule', list: StorageRulesDocument, changes: [] },
  { of: 'the changes of metadata', path: '/item/:itemId/metadata/changes', changes: ['PUT /:changeId', 'DELETE /:changeId'] },
  { of: 'the access controls of a collection', path: '/collection/:collectionId/access', list: AccessControlListDocument, changes: ['POST', 'PUT', 'DELETE /:accessId'] },
  { of: 'the merged access of a collection', path: '/collection/:collectionId/merged-access', list: AccessControlMergedDocument, changes: [] },
  { of: 'the storage rules of a collection', path: '/collection/:collectionId/storage-rule', list: StorageRulesDocument, changes: ['PUT', 'DELETE', 'PUT /:tag', 'DELETE /:tag'] },
  { of: 'the deletion locks of a collection', path: '/collection/:collectionId/deletion-lock', list: DeletionLockListDocument, changes: ['POST', 'PUT', 'DELETE'] },
  { of: 'deletion locks', path: '/deletion-lock', list: DeletionLockListDocument, changes: ['DELETE', 'PUT /:lockId', 'DELETE /:lockId'] },
  { of: 'storage rules', path: '/storage-rule', list: StorageRulesDocument, changes: [] },
  { of: 'namespaces of external ids', path: '/external-id', list: URIListDocument, changes: ['PUT /:namespace', 'DELETE /:namespace'] },
  { of: 'projections', path: '/projection', list: URIListDocument, changes: ['PUT /:projection', 'DELETE /:projection', 'PUT /:projection/:direction'] },
  { of: 'documents', path: '/document', list: URIListDocument, changes: ['PUT /:name', 'DELETE /:name', 'PUT /:name/metadata'] },
  { of: 'scheduled requests', path: '/scheduled-request', list: ScheduledRequestListDocument, changes: ['DELETE', 'DELETE /:requestId'] },
  { of: 'quota rules', path: '/quota', list: QuotaRuleListDocument, changes: ['POST', 'PUT', 'DELETE /:ruleId'] },
  { of: 'transfers', path: '/transfer', changes: ['PUT /:transferId', 'DELETE /:transferId'] },
  { of: 'services of Vidispine', path: '/vidispine-service', list: VidispineServiceListDocument, changes: ['PUT /service/:name/enable', 'PUT /service/:name/disable'] },
  { of: 'stack traces', path: '/vidispine-service/stacktrace', list: 'text', changes: [] },
  { of: 'agents of Vidispine', path: '/vxa', list: VXAListDocument, changes: ['DELETE /:uuid'] },
  { of: 'sites', path: '/site', list: URIListDocument, changes: ['PUT /:site', 'DELETE /:site'] },
  { of: 'requests in the log of Vidispine', path: '/log', list: AuditLogDocument, changes: [] },
  { of: 'transfers in the log of Vidispine', path: '/log/transfer-log', list: AuditLogDocument, changes: [] },
  { of: 'errors', path: '/error', list: URIListDocument, changes: ['DELETE'] },
  { of: 'the license', path: '/license', list: 'text', changes: ['POST', 'PUT'] },
  // What the picture shows is not documented (wire.md). A user of this name is found by `GET /user`.
  { of: 'the graph of users', path: '/user/graph', changes: ['GET'] },
  { of: 'search histories', path: '/search/history', list: URIListDocument, changes: [] },
  { of: 'suggestions for searches', path: '/search/autocomplete', changes: ['PUT'] },
  { of: 'templates of exports', path: '/export-template', list: URIListDocument, changes: ['PUT /:template', 'POST /:template', 'DELETE /:template'] },
  { of: 'presets of analyses', path: '/analyze-preset', list: URIListDocument, changes: ['PUT /:preset', 'DELETE /:preset'] },
  { of: 'automatic projections', path: '/auto-projection', list: URIListDocument, changes: ['PUT /:projection', 'DELETE /:projection', 'PUT /:projection/:switch'] },
  { of: 'groups of storages', path: '/storage/storage-group', list: URIListDocument, changes: ['PUT /:groupName', 'DELETE /:groupName', 'PUT /:groupName/:storageId', 'DELETE /:groupName/:storageId'] },
  { of: 'the locks of metadata of an item', path: '/item/:itemId/metadata-lock', list: URIListDocument, changes: ['POST', 'PUT /:lockId', 'DELETE /:lockId'] },
  { of: 'the locks of metadata of a collection', path: '/collection/:collectionId/metadata-lock', list: URIListDocument, changes: ['POST', 'PUT /:lockId', 'DELETE /:lockId'] },
  { of: 'data sets of metadata', path: '/metadata/dataset', list: URIListDocument, changes: ['PUT /:dataset', 'DELETE /:dataset'] },
  { of: 'migrations of metadata', path: '/metadata/migration', list: URIListDocument, changes: ['POST'] },
  { of: 'metadata of no item', path: '/metadata', changes: ['PUT', 'DELETE /:uuid'] },
  { of: 'the schema of metadata', path: '/metadata-schema', changes: ['PUT', 'DELETE', 'PUT /:groupName', 'DELETE /:groupName'] },
  { of: 'groups of metadata in searches', path: '/item/metadata-group', changes: ['PUT'] },
  { of: 'groups of metadata in searches of everything', path: '/search/metadata-group', changes: ['PUT'] },
  { of: 'groups of metadata in searches of collections', path: '/collection/metadata-group', changes: ['PUT'] },
  { of: 'searches of groups of fields', path: '/metadata-field/field-group', changes: ['PUT', 'PUT /:groupName/group/:childName', 'DELETE /:groupName/group/:childName'] },
  { of: 'relations', path: '/relation', changes: ['POST', 'PUT /:relationId', 'DELETE /:relationId'] },
  { of: 'resources', path: '/resource', changes: ['POST /:type', 'PUT /:type/:resourceId', 'DELETE /:type/:resourceId'] },
  { of: 'imports of packages (IMF)', path: '/import/imp', changes: ['POST'] },
  { of: 'packages (IMF) of an item', path: '/item/:itemId', changes: ['POST /export/imp', 'POST /shape/imp', 'POST /shape/:shapeId/export/imp'] },
  { of: 'imports of the files of a package', path: '/storage/file/:fileId/import/assetmap', changes: ['POST'] },
  { of: 'pictures cut by what is in them', path: '/item/:itemId/shape/:shapeId', changes: ['POST /smartcrop-render', 'POST /highlight-render'] },
  { of: 'rules of the names of files of a shape', path: '/item/:itemId/shape/:shapeId/filename', changes: ['PUT /:storageId', 'DELETE /:storageId'] },
  { of: 'storage rules of shape tags', path: '/shape-tag/storage-rule', changes: ['PUT /:tag', 'DELETE /:tag'] },
]
