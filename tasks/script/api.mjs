/** The script API, as QuickJS runs it: objects over one function of the host. Nothing here is trusted. */

const { parse, stringify } = JSON
const { InternalError } = globalThis

/** `(name, JSON) => JSON`. Blocks until the host has answered. Undefined once the script has to end. */
let host

/** Defines the global variables. Called once, before the script. */
export function install(call, globals) {
  host = call
  const api = requests('api', { path: [], query: [], headers: [] })
  const http = {
    uri: (uri) => requests('http', { path: [textOf(uri, 'http.uri')], query: [], headers: [] }),
  }
  Object.assign(globalThis, { job, logger, api, http, checkProblem: false }, parse(globals))
}

/** Describes what a script has thrown, as JSON. */
export function describe(thrown) {
  // QuickJS throws null if there is no memory for an error.
  if (thrown === null) return stringify({ message: 'Null was thrown, by the script or for lack of memory' })
  if (!(thrown instanceof Error)) return stringify({ message: beginning(shown(thrown)) })
  const { name, message, stack } = thrown
  return stringify({
    message: beginning(`${name}: ${message}`),
    stack: beginning(stack),
    constructedBy: beginning(thrown.constructor?.name),
    internal: thrown instanceof InternalError ? String(message) : undefined,
  })
}

/** The host keeps no more than this of it. */
function beginning(text) {
  return String(text).slice(0, 10_000)
}

function ask(name, ...values) {
  const text = host(name, stringify(values))
  // The interrupt handler ends the loop, and no catch clause can stop that.
  if (text === undefined) for (;;);
  const { value, error } = parse(text)
  if (error !== undefined) throw new Error(error)
  return value
}

const job = {
  getId: () => ask('job.getId'),
  getUser: () => ask('job.getUser'),
  getStepId: () => ask('job.getStepId'),
  getData: (key) => ask('job.getData', keyOf(key, 'getData')) ?? null,
  getDataOrDefault: (key, value) => ask('job.getData', keyOf(key, 'getDataOrDefault')) ?? value,
  containsKey: (key) => ask('job.getData', keyOf(key, 'containsKey')) !== undefined,
  getKeys: () => ask('job.getKeys'),
  setData(key, value) {
    const name = keyOf(key, 'setData')
    ask('job.setData', name, dataOf(value, `job.setData: the value of “${name}”`))
  },
  deleteData(key) {
    ask('job.deleteData', keyOf(key, 'deleteData'))
  },
  log(...values) {
    ask('log', 'info', line(values))
  },
  fail: (message) => ask('job.fail', line([message ?? 'The script has called job.fail'])),
  fatalFail: (message) => ask('job.fatalFail', line([message ?? 'The script has called job.fatalFail'])),
  wait: (reason) => ask('job.wait', line([reason ?? 'The script has called job.wait'])),
}

const logger = {
  log: job.log,
  debug: (...values) => void ask('log', 'debug', line(values)),
  info: job.log,
  warn: (...values) => void ask('log', 'warning', line(values)),
  error: (...values) => void ask('log', 'error', line(values)),
}

function keyOf(key, name) {
  return textOf(key, `job.${name}: the key`)
}

/** Primitives as strings. */
function textOf(value, what) {
  const type = value === null ? 'null' : typeof value
  if (type === 'string' || type === 'number' || type === 'boolean' || type === 'bigint') return String(value)
  throw new TypeError(`${what} must not be ${type === 'null' || type === 'undefined' ? type : `a ${type}`}`)
}

/** Primitives as strings, arrays joined with commas, dates in ISO 8601, other objects as JSON. */
function dataOf(value, what) {
  if (!Array.isArray(value)) return plain(value, what)
  let joined = ''
  for (let at = 0; at < value.length; at++)
    joined += (at === 0 ? '' : ',') + plain(value[at] ?? '', `${what}, element ${at},`)
  return joined
}

function plain(value, what) {
  if (typeof value !== 'object' || value === null) return textOf(value, what)
  if (value instanceof Date) return value.toISOString()
  const json = stringify(value)
  if (json === undefined) throw new TypeError(`${what} has no JSON`)
  return json
}

function line(values) {
  let text = ''
  for (let at = 0; at < values.length; at++) text += (at === 0 ? '' : ' ') + shown(values[at])
  return text
}

/** A value for a reader. */
function shown(value) {
  const isData = typeof value === 'object' && value !== null && !(value instanceof Error)
  return (isData && stringify(value)) || String(value)
}

/** A request that is being put together. Each method returns another one, so a part can be shared. */
function requests(call, asked) {
  const but = (change) => requests(call, { ...asked, ...change })
  const send = (method) => (path, params) => answered(call, method, more(asked, path, params))
  const sendInput = (method) => (path, input, params) =>
    answered(call, method, { ...more(asked, path, params), ...(input !== undefined && bodyOf(input)) })
  return {
    path: (path) => but({ path: [...asked.path, textOf(path, `${call}.path`)] }),
    queryParam: (name, value) => but({ query: [...asked.query, pair(name, value, `${call}.queryParam`)] }),
    header: (name, value) => but({ headers: [...asked.headers, pair(name, value, `${call}.header`)] }),
    dataType: (type) => but({ headers: [...asked.headers, ['accept', mediaType(type)]] }),
    input: (input, type) => but(bodyOf(input, type)),
    timeout: (ms) => but({ timeoutMs: Number(ms) }),
    rich: () => but({ rich: true }),
    user() {
      throw new Error(`${call}.user is not supported: requests are made as the user of the job`)
    },
    get: send('GET'),
    delete: send('DELETE'),
    post: sendInput('POST'),
    put: sendInput('PUT'),
  }
}

function more(asked, path, params = {}) {
  const query = [...asked.query]
  for (const name of Object.keys(params)) query.push(pair(name, params[name], `The parameter ${name}`))
  return {
    ...asked,
    query,
    path: path === undefined ? asked.path : [...asked.path, textOf(path, 'The path')],
  }
}

function pair(name, value, what) {
  return [textOf(name, what), textOf(value, what)]
}

const MEDIA_TYPES = { json: 'application/json', xml: 'application/xml', text: 'text/plain' }

function mediaType(type) {
  return MEDIA_TYPES[type] ?? textOf(type, 'The type')
}

function bodyOf(input, type) {
  if (typeof input !== 'string') return { body: stringify(input), contentType: mediaType(type ?? 'json') }
  if (type === undefined) throw new TypeError('An input that is a string needs a type, such as json or xml')
  return { body: input, contentType: mediaType(type) }
}

/** Sends the request. Without `rich`, returns the output alone, and throws if the status is 400 or above. */
function answered(call, method, { path, query, headers, body, contentType, timeoutMs, rich }) {
  const typed = contentType === undefined ? headers : [...headers, ['content-type', contentType]]
  const answer = ask(call, { method, path, query, headers: typed, body, timeoutMs })
  const { status, body: response } = answer
  if (!rich && status >= 400)
    throw new Error(`${method} ${path.join('/')} was answered with ${status}: ${response.slice(0, 500)}`)
  const output = outputOf(answer)
  return rich ? { status, headers: answer.headers, output, response } : output
}

/** JSON as a value, anything else as text. */
function outputOf({ headers, body }) {
  if (!/\bjson\b/.test(headers['content-type'] ?? '')) return body
  try {
    return parse(body)
  } catch {
    return body
  }
}
