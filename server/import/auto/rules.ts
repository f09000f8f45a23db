/** The operations on the rules of automatic imports (wire-media.md §1.8). */
import {
  AutoImportRuleDocument,
  AutoImportRuleListDocument,
} from '../../../schema/documents/auto-import-rule.ts'
import { siteId } from '../../../schema/ids.ts'
import {
  enableRule,
  readRules,
  removeRule,
  type StoredRule,
  writeRule,
} from '../../../schema/queries/media/auto-import.ts'
import { PRIORITIES } from '../../../schema/states.ts'
import { findAccountIn } from '../../auth/find-account.ts'
import { type Caller, holds } from '../../auth/roles.ts'
import { forbidden, invalidInput, notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { wantedMetadata } from '../../item/metadata/wanted-metadata.ts'
import { metadataOf } from '../../job/request/metadata.ts'
import { refuseImmediate } from '../../job/request/refuse-immediate.ts'
import { findStorage } from '../../storage/find-storage.ts'
import { refuseUnknownTag } from '../into-items.ts'
import { compiledPattern } from './plan.ts'

const path = '/storage/:storageId/auto-import'

function ruleDocument({ storageId, document, enabled, user }: StoredRule): AutoImportRuleDocument {
  return { ...(document as AutoImportRuleDocument), storage: siteId(storageId), user, enabled }
}

const listRules = operation({
  ...{ title: 'List the rules of automatic imports', method: 'GET', path: '/storage/auto-import' },
  ...{ role: '_storage_read', produces: AutoImportRuleListDocument },
}).answer(async ({ em }) => ({ rule: (await readRules(em)).map(ruleDocument) }))

const retrieveRule = operation({
  ...{ title: 'Retrieve the rule of automatic imports of a storage', method: 'GET', path },
  ...{ role: '_storage_read', produces: AutoImportRuleDocument },
}).answer(async ({ em, path: { storageId } }) => ruleDocument(await findRule(em, storageId)))

const updateRule = operation({
  ...{ title: 'Set the rule of automatic imports of a storage', method: 'PUT', path, role: '_storage_write' },
  description:
    'Each file of the storage that is CLOSED and has no item is imported once, by a job of type AUTO_IMPORT; so are those ' +
    'that are there already.',
  ...{ accepts: AutoImportRuleDocument, needsBody: true },
}).answer(async (given) => {
  const {
    em,
    body = {},
    path: { storageId },
  } = given
  const storage = await findStorage(em, storageId)
  const { user = given.user.name, enabled = true, storage: _storage, ...document } = body
  await refuseRule(given, document)
  await refuseUser(em, given.user, user)
  const metadata = document.metadata && (await wantedMetadata(given, document.metadata))
  const kept = { ...document, ...(metadata && { metadata }) }
  await em.transactional((tx) => writeRule(tx, { storageId: storage.id, document: kept, enabled, user }))
  return undefined
})

const deleteRule = operation({
  ...{ title: 'Delete the rule of automatic imports of a storage', method: 'DELETE', path },
  role: '_storage_write',
}).answer(async ({ em, path: { storageId } }) => {
  await removeRule(em, (await findRule(em, storageId)).storageId)
  return undefined
})

const switches = (['enable', 'disable'] as const).map((word) =>
  operation({
    ...{ title: `${word === 'enable' ? 'Enable' : 'Disable'} the automatic imports of a storage` },
    ...{ method: 'PUT', path: `${path}/${word}` as typeof path, role: '_storage_write' },
  }).answer(async ({ em, path: { storageId } }) => {
    await enableRule(em, (await findRule(em, storageId)).storageId, word === 'enable')
    return undefined
  }),
)

/** Throws `notFound`. */
async function findRule(em: Context['em'], storageId: string): Promise<StoredRule> {
  const [rule] = await readRules(em, (await findStorage(em, storageId)).id)
  if (!rule) throw notFound('auto-import-rule', storageId)
  return rule
}

/** Throws `invalidInput` for what could have no effect. */
async function refuseRule(given: Context, rule: AutoImportRuleDocument): Promise<void> {
  const { tag = [], excludeFilter = [], shapeTagFilter = [], priority, jobmetadata } = rule
  for (const member of ['settingsId', 'projection', 'sequenceDefinition', 'resourceId'] as const)
    if (rule[member] !== undefined) throw invalidInput(member, 'not supported', rule[member])
  for (const [member, filters] of Object.entries({ excludeFilter, shapeTagFilter }))
    for (const { pattern } of filters)
      if (!compiledPattern(pattern))
        throw invalidInput(`${member}.pattern`, 'expected a regular expression', pattern)
  const known = PRIORITIES.find((one) => one === priority)
  if (priority !== undefined && known === undefined)
    throw invalidInput('priority', `expected one of ${PRIORITIES.join(', ')}`, priority)
  if (known !== undefined) refuseImmediate(known, given.user)
  metadataOf(jobmetadata?.field ?? [], undefined)
  const tags = [...tag, ...shapeTagFilter.flatMap((one) => one.tag ?? [])]
  await refuseUnknownTag(
    given.em,
    tags.filter((one) => one !== 'original'),
    given.tools,
  )
}

/** Only administrators may have jobs created for others. */
async function refuseUser(em: Context['em'], caller: Caller, name: string): Promise<void> {
  if (name === caller.name) return
  if (!holds(caller, '_administrator'))
    throw forbidden('a rule for another user needs the role _administrator', {
      context: '_administrator',
      id: caller.name,
    })
  if (!(await findAccountIn(() => em)(name))) throw notFound('User', name)
}

export const AUTO_IMPORT_OPERATIONS: readonly Operation[] = [
  listRules,
  retrieveRule,
  updateRule,
  deleteRule,
  ...switches,
]
