import { operation } from '../http/operation.ts'

/** Start scripts of integrations ask with HEAD until it is 200. It says that we answer; `selftest` says whether we are well. */
export default operation({
  title: 'Check whether the server is online',
  method: 'GET',
  path: '/APInoauth/is-online',
  auth: 'none',
}).answer(async () => undefined)
