/** A storage is emptied while the server and its agent are killed again and again. */
import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Home } from '../server/life/home.ts'
import type { Server } from '../server/life/server.ts'

const FILES = 60
const KILLS = 3

it(`An evacuation of ${FILES} files survives ${KILLS} times kill -9`, async function () {
  this.timeout(600_000)
  await using home = new Home('evacuation')
  const [from, to] = ['from', 'to'].map((name) => join(home.dataDir, 'media', name)) as [string, string]
  for (const folder of [from, to]) await mkdir(folder, { recursive: true })
  for (let at = 0; at < FILES; at += 1) await writeFile(join(from, `${at}.bin`), `content ${at}`)
  let server = await home.start()
  const storages = (await ask(server, 'GET', '/storage')) as { readonly storage: readonly { id: string }[] }
  for (const { id } of storages.storage) await ask(server, 'DELETE', `/storage/${id}`)
  const [old = ''] = [await made(server, from), await made(server, to)]
  for (const id of await scanned(server, old)) await ask(server, 'PUT', `/storage/file/${id}/state/CLOSED`)
  await ask(server, 'PUT', `/storage/${old}/evacuate`)
  for (let kill = 0; kill < KILLS; kill += 1) {
    await sleep(4_000)
    for (const pid of [...home.pids('agent'), server.pid]) process.kill(pid, 'SIGKILL')
    await server.ended
    server = await home.start()
  }
  for (let state = ''; state !== 'EVACUATED'; await sleep(500))
    ({ state } = (await ask(server, 'GET', `/storage/${old}`)) as { state: string })
  assert.deepEqual(await readdir(from), [])
  const names = Array.from({ length: FILES }, (_, at) => `${at}.bin`)
  assert.deepEqual((await readdir(to)).sort(), names.sort(), 'each file once, and nothing else')
})

async function scanned(server: Server, storage: string): Promise<readonly string[]> {
  for (;;) {
    const list = await ask(server, 'GET', `/storage/${storage}/file?number=1000`)
    const { file = [] } = list as { readonly file?: readonly { readonly id: string }[] }
    if (file.length === FILES) return file.map(({ id }) => id)
    await sleep(200)
  }
}

async function made(server: Server, root: string): Promise<string> {
  const body = JSON.stringify({ method: [{ uri: pathToFileURL(root).href }] })
  return ((await ask(server, 'POST', '/storage', body)) as { readonly id: string }).id
}

async function ask(server: Server, method: string, path: string, body?: string): Promise<unknown> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' }
  const response = await server.request(method, path, { headers, ...(body !== undefined && { body }) })
  const text = await response.text()
  assert.ok(response.status < 300, `${method} ${path}: ${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
