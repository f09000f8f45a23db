/** The list of all documents, for the reference and the tests of the codecs. */

import type { AnyDocument } from '../document.ts'
import { AccessKeyDocument, AccessKeyListDocument, TokenListDocument } from './access-key.ts'
import { AnalyzeJobDocument } from './analyze-job.ts'
import { AuditLogDocument } from './audit-log.ts'
import { AuthenticationTokenDocument } from './authentication-token.ts'
import { AutoImportRuleDocument, AutoImportRuleListDocument } from './auto-import-rule.ts'
import { BulkyMetadataDocument } from './bulky-metadata.ts'
import { CollectionDocument, CollectionListDocument } from './collection.ts'
import { ComplexJobDocument } from './complex-job.ts'
import { ComponentDocument, ComponentListDocument } from './component.ts'
import { ConfigurationPropertyDocument, ConfigurationPropertyListDocument } from './configuration-property.ts'
import { ConformRequestDocument } from './conform-request.ts'
import { EMPTY_LISTS, VXAListDocument } from './empty-lists.ts'
import { EssenceVersionDocument, EssenceVersionListDocument } from './essence-version.ts'
import { ExceptionDocument } from './exception.ts'
import { ExportLocationDocument, ExportLocationListDocument } from './export-location.ts'
import { ExternalIdentifierListDocument } from './external-id.ts'
import { FileDocument, FileListDocument, ImportableFileListDocument } from './file.ts'
import { ImportSettingsDocument } from './import-settings.ts'
import { ItemDocument, ItemListDocument, ReindexRequestDocument, SearchResultDocument } from './item.ts'
import { ItemSearchDocument } from './item-search.ts'
import { JobDocument, JobListDocument } from './job.ts'
import { JobBulkDocument } from './job-bulk.ts'
import { JobHistoryDocument } from './job-history.ts'
import { JobLogDocument } from './job-log.ts'
import { JobOutputListDocument } from './job-output.ts'
import { JobPlanDocument } from './job-plan.ts'
import { JobPoolListDocument } from './job-pool.ts'
import { JobPriorityConfigurationDocument } from './job-priority.ts'
import { JobProblemListDocument } from './job-problem.ts'
import { JobReasonDocument } from './job-reason.ts'
import { JobSearchDocument } from './job-search.ts'
import { JobTypeDocument } from './job-type.ts'
import {
  MetadataChangeSetDocument,
  MetadataDocument,
  MetadataEntryDocument,
  MetadataListDocument,
} from './metadata.ts'
import {
  MetadataFieldDocument,
  MetadataFieldGroupDocument,
  MetadataFieldGroupListDocument,
  MetadataFieldListDocument,
} from './metadata-field.ts'
import { NotificationDocument } from './notification.ts'
import { NotificationDeliveryListDocument } from './notification-delivery.ts'
import { PauseListDocument } from './pause-list.ts'
import { PresetCommandDocument } from './preset-command.ts'
import { ResourceListDocument, ResourceTypeListDocument } from './resource.ts'
import { RetentionDocument, RetentionRunDocument } from './retention.ts'
import { ScriptResultDocument, ScriptTrialDocument } from './script-trial.ts'
import { SelfTestDocument } from './self-test.ts'
import { SequenceDocument, SequenceRenderRequestDocument } from './sequence.ts'
import { ShapeDocument, ShapeListDocument } from './shape.ts'
import { SimpleMetadataDocument } from './simple-metadata.ts'
import { GroupSearchDocument, UserSearchDocument } from './simple-search.ts'
import { ThumbnailSpriteSheetDocument } from './sprite-sheet.ts'
import { StorageDocument, StorageListDocument, StorageMethodListDocument } from './storage.ts'
import { StreamTicketDocument } from './stream-ticket.ts'
import { TaskDefinitionDocument, TaskDefinitionListDocument } from './task-definition.ts'
import { TaskGroupDocument, TaskGroupListDocument } from './task-group.ts'
import { TranscodePresetDocument } from './transcode-preset.ts'
import { TransferDocument, TransferListDocument } from './transfer.ts'
import { URIListDocument } from './uri-list.ts'
import { UsageDocument } from './usage.ts'
import { GroupDocument, GroupListDocument, UserDocument, UserListDocument } from './user.ts'
import { VersionDocument } from './version.ts'

export const DOCUMENTS = [
  JobDocument,
  JobListDocument,
  JobSearchDocument,
  JobProblemListDocument,
  JobPlanDocument,
  JobBulkDocument,
  JobHistoryDocument,
  JobLogDocument,
  JobReasonDocument,
  JobOutputListDocument,
  UsageDocument,
  NotificationDocument,
  NotificationDeliveryListDocument,
  PauseListDocument,
  JobTypeDocument,
  TaskDefinitionDocument,
  TaskDefinitionListDocument,
  TranscodePresetDocument,
  PresetCommandDocument,
  JobPoolListDocument,
  JobPriorityConfigurationDocument,
  TaskGroupDocument,
  TaskGroupListDocument,
  ConfigurationPropertyDocument,
  ConfigurationPropertyListDocument,
  SimpleMetadataDocument,
  ResourceListDocument,
  ResourceTypeListDocument,
  ShapeDocument,
  ShapeListDocument,
  FileDocument,
  FileListDocument,
  ImportableFileListDocument,
  ExportLocationDocument,
  ExportLocationListDocument,
  AnalyzeJobDocument,
  BulkyMetadataDocument,
  ThumbnailSpriteSheetDocument,
  ConformRequestDocument,
  SequenceDocument,
  SequenceRenderRequestDocument,
  ComplexJobDocument,
  URIListDocument,
  ExceptionDocument,
  AuthenticationTokenDocument,
  AutoImportRuleDocument,
  AutoImportRuleListDocument,
  AuditLogDocument,
  TokenListDocument,
  AccessKeyDocument,
  AccessKeyListDocument,
  UserDocument,
  UserListDocument,
  GroupDocument,
  GroupListDocument,
  StorageDocument,
  StorageListDocument,
  StorageMethodListDocument,
  UserSearchDocument,
  GroupSearchDocument,
  RetentionDocument,
  RetentionRunDocument,
  StreamTicketDocument,
  VersionDocument,
  ScriptResultDocument,
  ScriptTrialDocument,
  SelfTestDocument,
  MetadataDocument,
  MetadataListDocument,
  MetadataChangeSetDocument,
  MetadataEntryDocument,
  MetadataFieldDocument,
  MetadataFieldListDocument,
  MetadataFieldGroupDocument,
  MetadataFieldGroupListDocument,
  ItemDocument,
  ItemListDocument,
  SearchResultDocument,
  ReindexRequestDocument,
  ItemSearchDocument,
  CollectionDocument,
  CollectionListDocument,
  ExternalIdentifierListDocument,
  EssenceVersionListDocument,
  EssenceVersionDocument,
  ComponentDocument,
  ComponentListDocument,
  TransferDocument,
  TransferListDocument,
  ImportSettingsDocument,
  VXAListDocument,
  ...Object.values(EMPTY_LISTS),
] as const satisfies readonly AnyDocument[]
