/** Documents as scripts of presets see them: JavaBeans over JSON, with their members as properties too. */

const LISTS = new Set([
  'audioTrack',
  'overlay',
  'textOverlay',
  'setting',
  'muxerSetting',
  'demuxerSetting',
  'shapeMetadata',
  'channel',
  'stream',
  'mix',
  'input',
  'preset',
  'profile',
  'argument',
  'field',
  'line',
  'uri',
  'audioComponent',
  'videoComponent',
  'subtitleComponent',
  'binaryComponent',
  'tag',
  'mimeType',
  'file',
  'metadata',
])
const TARGET = Symbol('target')
const plainOf = (value) => (value !== null && typeof value === 'object' && value[TARGET]) || value
const beanOf = (value) =>
  value === null || typeof value !== 'object'
    ? (value ?? null)
    : new Proxy(value, Array.isArray(value) ? LIST : BEAN)
const memberOf = (name) => name.slice(0, 1).toLowerCase() + name.slice(1)
const LIST = {
  get(target, name) {
    if (name === TARGET) return target
    if (name === 'get') return (at) => beanOf(target[at])
    if (name === 'size') return () => target.length
    if (name === 'isEmpty') return () => target.length === 0
    if (name === 'add')
      return (value) => {
        target.push(plainOf(value))
        return true
      }
    if (name === 'set')
      return (at, value) => {
        target[at] = plainOf(value)
      }
    if (name === 'remove')
      return (at) => {
        target.splice(at, 1)
      }
    if (name === 'clear')
      return () => {
        target.length = 0
      }
    const value = target[name]
    return typeof value === 'object' ? beanOf(value) : value
  },
  set(target, name, value) {
    target[name] = plainOf(value)
    return true
  },
}
const BEAN = {
  get(target, name) {
    if (name === TARGET) return target
    if (typeof name !== 'string') return target[name]
    if (Object.hasOwn(target, name)) return beanOf(target[name])
    if (name === 'toJSON') return () => target
    if (name === 'get') return (key) => beanOf(target[key])
    if (name === 'containsKey') return (key) => Object.hasOwn(target, key)
    const [, verb, rest] = /^(get|is|set)([A-Z].*)$/.exec(name) ?? []
    if (verb === undefined) return undefined
    const member = memberOf(rest)
    if (verb === 'set')
      return (value) => {
        target[member] = plainOf(value)
      }
    return () => {
      const inside = Object.hasOwn(target, member)
      if (!inside && LISTS.has(member)) target[member] = []
      return beanOf(inside || LISTS.has(member) ? target[member] : null)
    }
  },
  set(target, name, value) {
    target[name] = plainOf(value)
    return true
  },
}
const CLASSES = new Proxy(class {}, { get: () => CLASSES, construct: () => beanOf({}) })
globalThis.com = CLASSES
globalThis.Java = { type: () => CLASSES }
for (const name of Object.keys(given)) globalThis[name] = beanOf(given[name])
