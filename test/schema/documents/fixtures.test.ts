import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readJson, writeJson } from '../../../schema/codec/json/json.ts'
import { readXml, writeXml } from '../../../schema/codec/xml/xml.ts'
import { writeXmlDirect } from '../../../schema/codec/xml/xml-list.ts'
import type { AnyDocument } from '../../../schema/document.ts'
import {
  AccessKeyDocument,
  AccessKeyListDocument,
  TokenListDocument,
} from '../../../schema/documents/access-key.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'
import { AnalyzeJobDocument } from '../../../schema/documents/analyze-job.ts'
import { AuditLogDocument } from '../../../schema/documents/audit-log.ts'
import { AuthenticationTokenDocument } from '../../../schema/documents/authentication-token.ts'
import {
  AutoImportRuleDocument,
  AutoImportRuleListDocument,
} from '../../../schema/documents/auto-import-rule.ts'
import { BulkyMetadataDocument } from '../../../schema/documents/bulky-metadata.ts'
import { CollectionDocument, CollectionListDocument } from '../../../schema/documents/collection.ts'
import { ComplexJobDocument } from '../../../schema/documents/complex-job.ts'
import { ComponentDocument, ComponentListDocument } from '../../../schema/documents/component.ts'
import {
  ConfigurationPropertyDocument,
  ConfigurationPropertyListDocument,
} from '../../../schema/documents/configuration-property.ts'
import { ConformRequestDocument } from '../../../schema/documents/conform-request.ts'
import { EMPTY_LISTS, VXAListDocument } from '../../../schema/documents/empty-lists.ts'
import {
  EssenceVersionDocument,
  EssenceVersionListDocument,
} from '../../../schema/documents/essence-version.ts'
import { ExceptionDocument } from '../../../schema/documents/exception.ts'
import {
  ExportLocationDocument,
  ExportLocationListDocument,
} from '../../../schema/documents/export-location.ts'
import { ExternalIdentifierListDocument } from '../../../schema/documents/external-id.ts'
import { FileDocument, FileListDocument, ImportableFileListDocument } from '../../../schema/documents/file.ts'
import { ImportSettingsDocument } from '../../../schema/documents/import-settings.ts'
import {
  ItemDocument,
  ItemListDocument,
  ReindexRequestDocument,
  SearchResultDocument,
} from '../../../schema/documents/item.ts'
import { ItemSearchDocument } from '../../../schema/documents/item-search.ts'
import { JobDocument, JobListDocument } from '../../../schema/documents/job.ts'
import { JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import { JobHistoryDocument } from '../../../schema/documents/job-history.ts'
import { JobLogDocument } from '../../../schema/documents/job-log.ts'
import { JobOutputListDocument } from '../../../schema/documents/job-output.ts'
import { JobPlanDocument } from '../../../schema/documents/job-plan.ts'
import { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import { JobPriorityConfigurationDocument } from '../../../schema/documents/job-priority.ts'
import { JobProblemListDocument } from '../../../schema/documents/job-problem.ts'
import { JobReasonDocument } from '../../../schema/documents/job-reason.ts'
import { JobSearchDocument } from '../../../schema/documents/job-search.ts'
import { JobTypeDocument } from '../../../schema/documents/job-type.ts'
import {
  MetadataChangeSetDocument,
  MetadataDocument,
  MetadataEntryDocument,
  MetadataListDocument,
} from '../../../schema/documents/metadata.ts'
import {
  MetadataFieldDocument,
  MetadataFieldGroupDocument,
  MetadataFieldGroupListDocument,
  MetadataFieldListDocument,
} from '../../../schema/documents/metadata-field.ts'
import { NotificationDocument } from '../../../schema/documents/notification.ts'
import { NotificationDeliveryListDocument } from '../../../schema/documents/notification-delivery.ts'
import { PauseListDocument } from '../../../schema/documents/pause-list.ts'
import { PresetCommandDocument } from '../../../schema/documents/preset-command.ts'
import { ResourceListDocument, ResourceTypeListDocument } from '../../../schema/documents/resource.ts'
import { RetentionDocument, RetentionRunDocument } from '../../../schema/documents/retention.ts'
import { ScriptResultDocument, ScriptTrialDocument } from '../../../schema/documents/script-trial.ts'
import { SelfTestDocument } from '../../../schema/documents/self-test.ts'
import { SequenceDocument, SequenceRenderRequestDocument } from '../../../schema/documents/sequence.ts'
import { ShapeDocument, ShapeListDocument } from '../../../schema/documents/shape.ts'
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { GroupSearchDocument, UserSearchDocument } from '../../../schema/documents/simple-search.ts'
import { ThumbnailSpriteSheetDocument } from '../../../schema/documents/sprite-sheet.ts'
import {
  StorageDocument,
  StorageListDocument,
  StorageMethodListDocument,
} from '../../../schema/documents/storage.ts'
import { StreamTicketDocument } from '../../../schema/documents/stream-ticket.ts'
import {
  TaskDefinitionDocument,
  TaskDefinitionListDocument,
} from '../../../schema/documents/task-definition.ts'
import { TaskGroupDocument, TaskGroupListDocument } from '../../../schema/documents/task-group.ts'
import { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import { TransferDocument, TransferListDocument } from '../../../schema/documents/transfer.ts'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { UsageDocument } from '../../../schema/documents/usage.ts'
import {
  GroupDocument,
  GroupListDocument,
  UserDocument,
  UserListDocument,
} from '../../../schema/documents/user.ts'
import { VersionDocument } from '../../../schema/documents/version.ts'

const PAIRS: readonly (readonly [fixture: string, document: AnyDocument])[] = [
  ['job-created', JobDocument],
  ['job-running', JobDocument],
  ['job-waiting', JobDocument],
  ['job-list-empty', JobListDocument],
  ['job-list-facets', JobListDocument],
  ['job-search', JobSearchDocument],
  ['job-search-filter', JobSearchDocument],
  ['job-problems', JobProblemListDocument],
  ['job-problems-none', JobProblemListDocument],
  ['job-type', JobTypeDocument],
  ['analyze-job', AnalyzeJobDocument],
  ['bulky-metadata', BulkyMetadataDocument],
  ['sprite-sheet', ThumbnailSpriteSheetDocument],
  ['shape', ShapeDocument],
  ['shape-binary', ShapeDocument],
  ['shape-list', ShapeListDocument],
  ['file', FileDocument],
  ['file-list', FileListDocument],
  ['file-list-none', FileListDocument],
  ['importable-file-list', ImportableFileListDocument],
  ['export-location', ExportLocationDocument],
  ['export-location-list', ExportLocationListDocument],
  ['job-pool-list', JobPoolListDocument],
  ['job-pool-list-running', JobPoolListDocument],
  ['job-priority', JobPriorityConfigurationDocument],
  ['task-group', TaskGroupDocument],
  ['task-group-list', TaskGroupListDocument],
  ['configuration-property', ConfigurationPropertyDocument],
  ['configuration-property-list', ConfigurationPropertyListDocument],
  ['job-plan', JobPlanDocument],
  ['job-bulk', JobBulkDocument],
  ['job-history', JobHistoryDocument],
  ['job-log', JobLogDocument],
  ['job-with-reason', JobDocument],
  ['job-reason', JobReasonDocument],
  ['job-reason-queued', JobReasonDocument],
  ['job-outputs', JobOutputListDocument],
  ['usage', UsageDocument],
  ['notification', NotificationDocument],
  ['notification-of-other', NotificationDocument],
  ['notification-deliveries', NotificationDeliveryListDocument],
  ['pause-list', PauseListDocument],
  ['pause-list-none', PauseListDocument],
  ['simple-metadata', SimpleMetadataDocument],
  ['conform-request', ConformRequestDocument],
  ['sequence', SequenceDocument],
  ['sequence-render-request', SequenceRenderRequestDocument],
  ['complex-job', ComplexJobDocument],
  ['uri-list', URIListDocument],
  ['exception-not-found', ExceptionDocument],
  ['exception-invalid-input', ExceptionDocument],
  ['exception-not-yet-implemented', ExceptionDocument],
  ['authentication-token', AuthenticationTokenDocument],
  ['audit-log', AuditLogDocument],
  ['token-list', TokenListDocument],
  ['access-key', AccessKeyDocument],
  ['access-key-list', AccessKeyListDocument],
  ['user', UserDocument],
  ['user-wanted', UserDocument],
  ['user-list', UserListDocument],
  ['group', GroupDocument],
  ['group-wanted', GroupDocument],
  ['group-list', GroupListDocument],
  ['auto-import-rule', AutoImportRuleDocument],
  ['auto-import-rule-list', AutoImportRuleListDocument],
  ['storage', StorageDocument],
  ['storage-list', StorageListDocument],
  ['resource-list', ResourceListDocument],
  ['resource-type-list', ResourceTypeListDocument],
  ['storage-method-list', StorageMethodListDocument],
  ['user-search', UserSearchDocument],
  ['group-search', GroupSearchDocument],
  ['retention', RetentionDocument],
  ['retention-run', RetentionRunDocument],
  ['stream-ticket', StreamTicketDocument],
  ['version', VersionDocument],
  ['task-definition', TaskDefinitionDocument],
  ['task-definition-list', TaskDefinitionListDocument],
  ['transcode-preset', TranscodePresetDocument],
  ['transcode-preset-whole', TranscodePresetDocument],
  ['preset-command', PresetCommandDocument],
  ['script-trial', ScriptTrialDocument],
  ['script-result', ScriptResultDocument],
  ['self-test', SelfTestDocument],
  ['metadata', MetadataDocument],
  ['metadata-list', MetadataListDocument],
  ['metadata-change-set', MetadataChangeSetDocument],
  ['metadata-entry', MetadataEntryDocument],
  ['metadata-field', MetadataFieldDocument],
  ['metadata-field-list', MetadataFieldListDocument],
  ['metadata-field-group', MetadataFieldGroupDocument],
  ['metadata-field-group-list', MetadataFieldGroupListDocument],
  ['item', ItemDocument],
  ['item-list', ItemListDocument],
  ['search-result', SearchResultDocument],
  ['reindex-request', ReindexRequestDocument],
  ['item-search', ItemSearchDocument],
  ['collection', CollectionDocument],
  ['collection-list', CollectionListDocument],
  ['external-identifier-list', ExternalIdentifierListDocument],
  ['essence-version-list', EssenceVersionListDocument],
  ['essence-version', EssenceVersionDocument],
  ['component', ComponentDocument],
  ['component-list', ComponentListDocument],
  ['vxa-list', VXAListDocument],
  ['access-control-list', EMPTY_LISTS.AccessControlListDocument],
  ['access-control-merged', EMPTY_LISTS.AccessControlMergedDocument],
  ['deletion-lock-list', EMPTY_LISTS.DeletionLockListDocument],
  ['item-relation-list', EMPTY_LISTS.ItemRelationListDocument],
  ['quota-rule-list', EMPTY_LISTS.QuotaRuleListDocument],
  ['scheduled-request-list', EMPTY_LISTS.ScheduledRequestListDocument],
  ['storage-rules', EMPTY_LISTS.StorageRulesDocument],
  ['transfer-list', TransferListDocument],
  ['transfer', TransferDocument],
  ['import-settings', ImportSettingsDocument],
  ['vidispine-service-list', EMPTY_LISTS.VidispineServiceListDocument],
]

describe('The recorded documents survive conversion byte for byte', () => {
  for (const [fixture, document] of PAIRS) {
    const xml = recorded(`${fixture}.xml`)
    const json = recorded(`${fixture}.json`)

    it(`${fixture}: XML → value → XML`, () => {
      assert.equal(writeXml(document, readXml(document, xml)), xml)
      assert.equal(writeXmlDirect(document, readXml(document, xml)), xml)
    })
    it(`${fixture}: JSON → value → JSON`, () =>
      assert.equal(writeJson(document, readJson(document, json)), json))
    it(`${fixture}: XML → value → JSON`, () =>
      assert.equal(writeJson(document, readXml(document, xml)), json))
    it(`${fixture}: JSON → value → XML`, () =>
      assert.equal(writeXml(document, readJson(document, json)), xml))
  }

  it('cover every document', () => {
    const covered = new Set(PAIRS.map(([, document]) => document.name))
    assert.deepEqual([...covered].sort(), DOCUMENTS.map(({ name }) => name).sort())
  })
})

function recorded(file: string): string {
  return readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8').trimEnd()
}
