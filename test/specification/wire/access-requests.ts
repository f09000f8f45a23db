/** A request for each operation on users and groups that returns 200, with what it needs to exist. */
import type { Serving } from '../../serving.ts'

type Paths = Readonly<Record<string, (serving: Serving) => Promise<string>>>

export const ACCESS_PATHS: Paths = {
  'GET /user/:user/token': async () => '/user/root/token',
  'GET /user/:user/roles': async () => '/user/root/roles',
  'GET /user/:user': async () => '/user/root',
  'PUT /user/:user': async () => `/user/new${Math.random()}`,
  'DELETE /user/:user': async (served) => await freshUser(served),
  'PUT /user/:user/enable': async (served) => `${await freshUser(served)}/enable`,
  'PUT /user/:user/password': async (served) => `${await freshUser(served)}/password`,
  'GET /user/:user/groups': async (served) => `${await freshUser(served)}/groups`,
  'PUT /user/:user/groups': async (served) => `${await freshUser(served)}/groups`,
  'GET /user/:user/allgroups': async () => '/user/root/allgroups',
  'DELETE /user/:user/groups/:group': async (served) => `${await freshUser(served)}/groups/_job_read`,
  'GET /user/:user/tokens': async () => '/user/root/tokens',
  'DELETE /user/:user/tokens': async () => '/user/root/tokens',
  'DELETE /user/:user/tokens/:token': async ({ ask }) => {
    await ask('GET /token', { by: 'ann' })
    const [id] = (await ask('GET /user/ann/tokens', { by: 'ann', accept: 'text/plain' })).text.split('\r\n')
    return `/user/ann/tokens/${id}`
  },
  'GET /user/:user/key': async () => '/user/ann/key',
  'POST /user/:user/key': async () => '/user/ann/key',
  'GET /user/:user/key/:key': async (served) => await accessKey(served),
  'PUT /user/:user/key/:key': async (served) => await accessKey(served),
  'DELETE /user/:user/key/:key': async (served) => await accessKey(served),
  'GET /group/:group': async () => '/group/_job_read',
  'PUT /group/:group': async () => `/group/new${Math.random()}`,
  'DELETE /group/:group': async ({ ask }) => {
    const path = `/group/new${Math.random()}`
    await ask(`PUT ${path}`, { by: 'root' })
    return path
  },
  'GET /group/:group/users': async () => '/group/_job_read/users',
  'GET /group/:group/role': async () => '/group/_job_read/role',
  'PUT /group/:group/user/:user': async (served) => `/group/_job_read${await freshUser(served)}`,
  'DELETE /group/:group/user/:user': async (served) => `/group/_job_read${await freshUser(served)}`,
  'DELETE /group': async (served) => `/group?name=${await freshGroup(served)}`,
  'GET /group/:group/description': async (served) => `/group/${await freshGroup(served)}/description`,
  'PUT /group/:group/description': async (served) => `/group/${await freshGroup(served)}/description`,
  'GET /group/:group/children': async () => '/group/_job_read/children',
  'GET /group/:group/parents': async (served) => `/group/${await freshGroup(served)}/parents`,
  'PUT /group/:group/group/:child': async (served) => `/group/_job_read/group/${await freshGroup(served)}`,
  'DELETE /group/:group/group/:child': async (served) => `/group/_job_read/group/${await freshGroup(served)}`,
  ...pairsOf('group', async (served) => `/group/${await freshGroup(served)}`),
  ...pairsOf('user', freshUser),
  'GET /user/:user/realname': async () => '/user/root/realname',
  'PUT /user/:user/realname': async (served) => `${await freshUser(served)}/realname`,
  'PUT /user/:user/validate': async ({ ask }) => {
    const path = `/user/new${Math.random()}`
    const body = JSON.stringify({ password: 'é <&> 🎬 1234' })
    await ask(`PUT ${path}`, { by: 'root', type: 'application/json', body })
    return `${path}/validate`
  },
  'PUT /user/:user/alias/:alias': async (served) => `${await freshUser(served)}/alias/a${Math.random()}`,
  'DELETE /user/:user/alias/:alias': async (served) => {
    const path = `${await freshUser(served)}/alias/a${Math.random()}`
    await served.ask(`PUT ${path}`, { by: 'root' })
    return path
  },
}

/** Creates an access key of ann; returns its path. */
async function accessKey({ ask }: Serving): Promise<string> {
  return `/user/ann/key/${(await ask('POST /user/ann/key', { by: 'root' })).body.id}`
}

/** Creates a user without a password; returns its path. */
async function freshUser({ ask }: Serving): Promise<string> {
  const path = `/user/new${Math.random()}`
  await ask(`PUT ${path}`, { by: 'root' })
  return path
}

/** Creates a group with metadata; returns its name. */
async function freshGroup({ ask }: Serving): Promise<string> {
  const name = `new${Math.random()}`
  await ask(`PUT /group/${name}`, { by: 'root' })
  return name
}

/** The operations on metadata of a user or group, which `fresh` creates. */
function pairsOf(of: 'user' | 'group', fresh: (served: Serving) => Promise<string>): Paths {
  const made = async (served: Serving, rest: string) => {
    const path = await fresh(served)
    await served.ask(`PUT ${path}/metadata/title`, { by: 'root', type: 'text/plain', body: 'é' })
    return `${path}/metadata${rest}`
  }
  return Object.fromEntries(
    ['GET', 'PUT', 'DELETE'].flatMap((method) =>
      ['', '/title'].map((rest) => [
        `${method} /${of}/:${of}/metadata${rest && '/:key'}`,
        (served: Serving) => made(served, rest),
      ]),
    ),
  )
}
