/** Answers start scripts that poll with HEAD until it is 200: `GET /APInoauth/is-online`. */
import { operation } from '../http/operation.ts'

/** Says only that the server responds; `selftest` says whether it works. */
export default operation({
  title: 'Check whether the server is online',
  method: 'GET',
  path: '/APInoauth/is-online',
  auth: 'none',
}).answer(async () => undefined)
