/** Reads the setting STORAGES: `name=file:///root/;capacity=1000000;state=OFFLINE other=file:///other/`. */

import { fileURLToPath } from 'node:url'

export interface DeclaredStorage {
  readonly name: string
  /** Absolute path of its folder, without a trailing slash. */
  readonly root: string
  /** In bytes. Default: that of its file system. */
  readonly capacity?: number
  readonly state: 'ONLINE' | 'OFFLINE'
}

/** The storages in order, or what was expected instead. Pure. */
export function readStorages(
  text: string,
): { readonly value: readonly DeclaredStorage[] } | { readonly expected: string } {
  const value: DeclaredStorage[] = []
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const storage = storageFrom(word)
    if (typeof storage === 'string') return { expected: `${storage} in “${word}”` }
    if (value.some(({ name, root }) => name === storage.name || root === storage.root))
      return { expected: `a unique name and root in “${word}”` }
    value.push(storage)
  }
  return { value }
}

function storageFrom(word: string): DeclaredStorage | string {
  const [first = '', ...options] = word.split(';')
  const [, name, uri = ''] = /^([\w.-]+)=(.+)$/.exec(first) ?? []
  const root = rootFrom(uri)
  if (name === undefined || root === undefined) return 'name=file:///root/'
  let [capacity, state]: [number | undefined, DeclaredStorage['state']] = [undefined, 'ONLINE']
  for (const option of options.filter((one) => one !== '')) {
    const [, key, given = ''] = /^(capacity|state)=(.*)$/.exec(option) ?? []
    if (key === 'capacity' && /^\d{1,15}$/.test(given)) capacity = Number(given)
    else if (key === 'state' && (given === 'ONLINE' || given === 'OFFLINE')) state = given
    else return 'capacity=(bytes), state=ONLINE or state=OFFLINE after the root'
  }
  return { name, root, state, ...(capacity !== undefined && { capacity }) }
}

function rootFrom(uri: string): string | undefined {
  try {
    const path = fileURLToPath(uri)
    return path === '/' ? path : path.replace(/\/+$/, '')
  } catch {
    return undefined
  }
}
