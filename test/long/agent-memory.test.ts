import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Home } from '../server/life/home.ts'
import { clip } from '../server/life/outside.ts'
import type { Server } from '../server/life/server.ts'

const JOBS = 150
/**
 * MiB. Node takes 60, the code 90 and two transcodes at once, with their threads, 110; with an unlimited
 * young generation it exceeds 370.
 */
const MOST = 300
/** Queued jobs, so that the agent is never idle. */
const AHEAD = 10

it(`An agent uses less than ${MOST} MiB over ${JOBS} transcodes`, async function () {
  this.timeout(900_000)
  await using home = new Home('memory')
  const sourceUri = `file://${await clip(join(await home.mediaFolder(), 'clip.mp4'), 1)}`
  const server = await home.start({ environment: { CPU_SLOTS: '2' } })
  const agent = await home.pid('agent')
  for (let sent = 0; sent < JOBS; ) {
    const room = Math.min(AHEAD - (await open(server)), JOBS - sent)
    for (let at = 0; at < room; at += 1, sent += 1) await server.submit({ sourceUri, tags: 'lowres' })
    await sleep(200)
  }
  while ((await open(server)) > 0) await sleep(200)
  assert.equal(await home.pid('agent'), agent, 'the agent did not restart')
  const most = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${agent}/status`, 'utf8'))?.[1]) / 1_024
  assert.ok(most < MOST, `${Math.round(most)} MiB`)
})

async function open(server: Server): Promise<number> {
  const headers = { accept: 'application/json' }
  const response = await server.request('GET', '/job?state=READY,STARTED,WAITING&number=0', { headers })
  return ((await response.json()) as { readonly hits: number }).hits
}
