import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readJson, writeJson } from '../../../schema/codec/json/json.ts'
import { readXml, writeXml } from '../../../schema/codec/xml/xml.ts'
import { writeXmlDirect } from '../../../schema/codec/xml/xml-list.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'

const PAIRS = [
  ['job-created', 'JobDocument'],
  ['job-running', 'JobDocument'],
  ['job-waiting', 'JobDocument'],
  ['job-list-empty', 'JobListDocument'],
  ['job-list-facets', 'JobListDocument'],
  ['job-search', 'JobSearchDocument'],
  ['job-search-filter', 'JobSearchDocument'],
  ['job-problems', 'JobProblemListDocument'],
  ['job-problems-none', 'JobProblemListDocument'],
  ['job-type', 'JobTypeDocument'],
  ['analyze-job', 'AnalyzeJobDocument'],
  ['bulky-metadata', 'BulkyMetadataDocument'],
  ['sprite-sheet', 'ThumbnailSpriteSheetDocument'],
  ['shape', 'ShapeDocument'],
  ['shape-binary', 'ShapeDocument'],
  ['shape-list', 'ShapeListDocument'],
  ['file', 'FileDocument'],
  ['file-list', 'FileListDocument'],
  ['file-list-none', 'FileListDocument'],
  ['importable-file-list', 'ImportableFileListDocument'],
  ['export-location', 'ExportLocationDocument'],
  ['export-location-list', 'ExportLocationListDocument'],
  ['job-pool-list', 'JobPoolListDocument'],
  ['job-pool-list-running', 'JobPoolListDocument'],
  ['job-priority', 'JobPriorityConfigurationDocument'],
  ['task-group', 'TaskGroupDocument'],
  ['task-group-list', 'TaskGroupListDocument'],
  ['configuration-property', 'ConfigurationPropertyDocument'],
  ['configuration-property-list', 'ConfigurationPropertyListDocument'],
  ['job-plan', 'JobPlanDocument'],
  ['job-bulk', 'JobBulkDocument'],
  ['job-history', 'JobHistoryDocument'],
  ['job-log', 'JobLogDocument'],
  ['job-with-reason', 'JobDocument'],
  ['job-reason', 'JobReasonDocument'],
  ['job-reason-queued', 'JobReasonDocument'],
  ['job-outputs', 'JobOutputListDocument'],
  ['usage', 'UsageDocument'],
  ['notification', 'NotificationDocument'],
  ['notification-of-other', 'NotificationDocument'],
  ['notification-deliveries', 'NotificationDeliveryListDocument'],
  ['pause-list', 'PauseListDocument'],
  ['pause-list-none', 'PauseListDocument'],
  ['simple-metadata', 'SimpleMetadataDocument'],
  ['conform-request', 'ConformRequestDocument'],
  ['sequence', 'SequenceDocument'],
  ['sequence-render-request', 'SequenceRenderRequestDocument'],
  ['complex-job', 'ComplexJobDocument'],
  ['uri-list', 'URIListDocument'],
  ['exception-not-found', 'ExceptionDocument'],
  ['exception-invalid-input', 'ExceptionDocument'],
  ['exception-not-yet-implemented', 'ExceptionDocument'],
  ['authentication-token', 'AuthenticationTokenDocument'],
  ['audit-log', 'AuditLogDocument'],
  ['token-list', 'TokenListDocument'],
  ['access-key', 'AccessKeyDocument'],
  ['access-key-list', 'AccessKeyListDocument'],
  ['user', 'UserDocument'],
  ['user-wanted', 'UserDocument'],
  ['user-list', 'UserListDocument'],
  ['group', 'GroupDocument'],
  ['group-wanted', 'GroupDocument'],
  ['group-list', 'GroupListDocument'],
  ['auto-import-rule', 'AutoImportRuleDocument'],
  ['auto-import-rule-list', 'AutoImportRuleListDocument'],
  ['storage', 'StorageDocument'],
  ['storage-list', 'StorageListDocument'],
  ['resource-list', 'ResourceListDocument'],
  ['resource-type-list', 'ResourceTypeListDocument'],
  ['storage-method-list', 'StorageMethodListDocument'],
  ['user-search', 'UserSearchDocument'],
  ['group-search', 'GroupSearchDocument'],
  ['retention', 'RetentionDocument'],
  ['retention-run', 'RetentionRunDocument'],
  ['stream-ticket', 'StreamTicketDocument'],
  ['version', 'VersionDocument'],
  ['task-definition', 'TaskDefinitionDocument'],
  ['task-definition-list', 'TaskDefinitionListDocument'],
  ['transcode-preset', 'TranscodePresetDocument'],
  ['transcode-preset-whole', 'TranscodePresetDocument'],
  ['preset-command', 'PresetCommandDocument'],
  ['script-trial', 'ScriptTrialDocument'],
  ['script-result', 'ScriptResultDocument'],
  ['self-test', 'SelfTestDocument'],
  ['metadata', 'MetadataDocument'],
  ['metadata-list', 'MetadataListDocument'],
  ['metadata-change-set', 'MetadataChangeSetDocument'],
  ['metadata-entry', 'MetadataEntryDocument'],
  ['metadata-field', 'MetadataFieldDocument'],
  ['metadata-field-list', 'MetadataFieldListDocument'],
  ['metadata-field-group', 'MetadataFieldGroupDocument'],
  ['metadata-field-group-list', 'MetadataFieldGroupListDocument'],
  ['item', 'ItemDocument'],
  ['item-list', 'ItemListDocument'],
  ['search-result', 'SearchResultDocument'],
  ['reindex-request', 'ReindexRequestDocument'],
  ['item-search', 'ItemSearchDocument'],
  ['collection', 'CollectionDocument'],
  ['collection-list', 'CollectionListDocument'],
  ['external-identifier-list', 'ExternalIdentifierListDocument'],
  ['essence-version-list', 'EssenceVersionListDocument'],
  ['essence-version', 'EssenceVersionDocument'],
  ['component', 'ComponentDocument'],
  ['component-list', 'ComponentListDocument'],
  ['vxa-list', 'VXAListDocument'],
  ['access-control-list', 'AccessControlListDocument'],
  ['access-control-merged', 'AccessControlMergedDocument'],
  ['deletion-lock-list', 'DeletionLockListDocument'],
  ['item-relation-list', 'ItemRelationListDocument'],
  ['quota-rule-list', 'QuotaRuleListDocument'],
  ['scheduled-request-list', 'ScheduledRequestListDocument'],
  ['storage-rules', 'StorageRulesDocument'],
  ['transfer-list', 'TransferListDocument'],
  ['transfer', 'TransferDocument'],
  ['import-settings', 'ImportSettingsDocument'],
  ['vidispine-service-list', 'VidispineServiceListDocument'],
] as const

describe('The recorded documents survive conversion byte for byte', () => {
  for (const [fixture, name] of PAIRS) {
    const document = documentNamed(name)
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
    const covered = new Set<string>(PAIRS.map(([, name]) => name))
    assert.deepEqual([...covered].sort(), DOCUMENTS.map(({ name }) => name).sort())
  })
})

function recorded(file: string): string {
  return readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8').trimEnd()
}

function documentNamed(name: string) {
  const found = DOCUMENTS.find((one) => one.name === name)
  assert.ok(found, name)
  return found
}
