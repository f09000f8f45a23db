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
import { AuditLogDocument } from '../../../schema/documents/audit-log.ts'
import { AuthenticationTokenDocument } from '../../../schema/documents/authentication-token.ts'
import { ComplexJobDocument } from '../../../schema/documents/complex-job.ts'
import {
  ConfigurationPropertyDocument,
  ConfigurationPropertyListDocument,
} from '../../../schema/documents/configuration-property.ts'
import { ConformRequestDocument } from '../../../schema/documents/conform-request.ts'
import { ExceptionDocument } from '../../../schema/documents/exception.ts'
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
import { NotificationDocument } from '../../../schema/documents/notification.ts'
import { NotificationDeliveryListDocument } from '../../../schema/documents/notification-delivery.ts'
import { PauseListDocument } from '../../../schema/documents/pause-list.ts'
import { ScriptResultDocument, ScriptTrialDocument } from '../../../schema/documents/script-trial.ts'
import { SelfTestDocument } from '../../../schema/documents/self-test.ts'
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { StreamTicketDocument } from '../../../schema/documents/stream-ticket.ts'
import {
  TaskDefinitionDocument,
  TaskDefinitionListDocument,
} from '../../../schema/documents/task-definition.ts'
import { TaskGroupDocument, TaskGroupListDocument } from '../../../schema/documents/task-group.ts'
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
  ['stream-ticket', StreamTicketDocument],
  ['version', VersionDocument],
  ['task-definition', TaskDefinitionDocument],
  ['task-definition-list', TaskDefinitionListDocument],
  ['script-trial', ScriptTrialDocument],
  ['script-result', ScriptResultDocument],
  ['self-test', SelfTestDocument],
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
