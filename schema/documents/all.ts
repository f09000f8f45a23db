/** The list of all documents, for the reference and the tests of the codecs. */

import type { AnyDocument } from '../document.ts'
import { AccessKeyDocument, AccessKeyListDocument, TokenListDocument } from './access-key.ts'
import { AuditLogDocument } from './audit-log.ts'
import { AuthenticationTokenDocument } from './authentication-token.ts'
import { ComplexJobDocument } from './complex-job.ts'
import { ConfigurationPropertyDocument, ConfigurationPropertyListDocument } from './configuration-property.ts'
import { ConformRequestDocument } from './conform-request.ts'
import { ExceptionDocument } from './exception.ts'
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
import { NotificationDocument } from './notification.ts'
import { NotificationDeliveryListDocument } from './notification-delivery.ts'
import { PauseListDocument } from './pause-list.ts'
import { ScriptResultDocument, ScriptTrialDocument } from './script-trial.ts'
import { SelfTestDocument } from './self-test.ts'
import { SimpleMetadataDocument } from './simple-metadata.ts'
import { StreamTicketDocument } from './stream-ticket.ts'
import { TaskDefinitionDocument, TaskDefinitionListDocument } from './task-definition.ts'
import { TaskGroupDocument, TaskGroupListDocument } from './task-group.ts'
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
  JobPoolListDocument,
  JobPriorityConfigurationDocument,
  TaskGroupDocument,
  TaskGroupListDocument,
  ConfigurationPropertyDocument,
  ConfigurationPropertyListDocument,
  SimpleMetadataDocument,
  ConformRequestDocument,
  ComplexJobDocument,
  URIListDocument,
  ExceptionDocument,
  AuthenticationTokenDocument,
  AuditLogDocument,
  TokenListDocument,
  AccessKeyDocument,
  AccessKeyListDocument,
  UserDocument,
  UserListDocument,
  GroupDocument,
  GroupListDocument,
  StreamTicketDocument,
  VersionDocument,
  ScriptResultDocument,
  ScriptTrialDocument,
  SelfTestDocument,
] as const satisfies readonly AnyDocument[]
