/** Access keys: `/user/{user}/key`. */
import { AccessKeyDocument, AccessKeyListDocument } from '../../../schema/documents/access-key.ts'
import {
  type AccessKey,
  addKey,
  changeKey,
  deleteKey,
  readKeys,
} from '../../../schema/queries/access/access-keys.ts'
import { hashOfSecret, newKeyId, newSecret } from '../../auth/token-secret.ts'
import { notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { operation } from '../../http/operation.ts'
import { string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { changeUsers, existingUser } from '../change-users.ts'

const all = { path: '/user/:user/key', role: '_administrator' } as const
const one = { path: '/user/:user/key/:key', role: '_administrator' } as const
const shown = { produces: AccessKeyDocument, plain: ({ id = '' }: AccessKeyDocument) => id } as const

export const listAccessKeys = operation({
  title: 'List the access keys of a user',
  description: 'As text/plain: one id per line.',
  ...{ method: 'GET', ...all, produces: AccessKeyListDocument },
  plain: ({ key }) => key.map(({ id = '' }) => id),
}).answer(async ({ path: { user }, em }) => {
  await existingUser(em, user)
  const key = (await readKeys(em, user)).map(keyDocument)
  return { hits: key.length, key }
})

export const createAnAccessKey = operation({
  title: 'Create an access key',
  description:
    'Its `id` and `secret` sign in as the user with HTTP Basic, until the key is deactivated or deleted; meanwhile a ' +
    'disabled user cannot use it. The secret is not kept: only this answer has it. As text/plain: the id, a colon and the secret.',
  ...{ method: 'POST', ...all, produces: AccessKeyDocument },
  query: { name: parameter(string, undefined, 'What the key is for.') },
  plain: ({ id = '', secret = '' }) => `${id}:${secret}`,
}).answer(async ({ path: { user }, query: { name }, em }) => {
  const [id, secret] = [newKeyId(), newSecret()]
  await changeUsers(em, user, async (tx) => {
    await existingUser(tx, user)
    await addKey(tx, { id, hash: hashOfSecret(secret), user, name })
  })
  return { ...keyDocument(await existingKey(em, user, id)), secret }
})

export const retrieveAnAccessKey = operation({
  title: 'Retrieve an access key',
  description: 'Without its secret. As text/plain: the id.',
  ...{ method: 'GET', ...one, ...shown },
}).answer(async ({ path: { user, key }, em }) => keyDocument(await existingKey(em, user, key)))

export const updateAnAccessKey = operation({
  title: 'Update an access key',
  description:
    'Sets its `status` and `name`. An inactive key signs in nowhere, from the next request on, and neither do the tokens ' +
    'that were requested with it. As text/plain: the id.',
  ...{ method: 'PUT', ...one, accepts: AccessKeyDocument, needsBody: true, ...shown },
}).answer(async ({ path: { user, key: id }, body: { status, name } = {}, em }) => {
  await existingKey(em, user, id)
  await changeKey(em, { id, user }, { name, ...(status && { active: status === 'ACTIVE' }) })
  return keyDocument(await existingKey(em, user, id))
})

export const deleteAnAccessKey = operation({
  title: 'Delete an access key',
  description: 'With it, the tokens that were requested with it.',
  ...{ method: 'DELETE', ...one },
}).answer(async ({ path: { user, key: id }, em }) => {
  await existingKey(em, user, id)
  await deleteKey(em, { id, user })
  return undefined
})

async function existingKey(em: Context['em'], user: string, id: string): Promise<AccessKey> {
  await existingUser(em, user)
  const [key] = await readKeys(em, user, id)
  if (!key) throw notFound('AccessKey', id)
  return key
}

function keyDocument({ id, name, active, created, used }: AccessKey): AccessKeyDocument {
  return {
    id,
    ...(name !== null && { name }),
    status: active ? 'ACTIVE' : 'INACTIVE',
    created: new Date(created),
    ...(used !== null && { used: new Date(used) }),
  }
}
