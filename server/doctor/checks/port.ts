/** Whether PORT is free, or which process holds it; and what the server on it says of itself. */
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { readJson } from '../../../schema/codec/json/json.ts'
import { SelfTestDocument } from '../../../schema/documents/self-test.ts'
import type { Finding } from '../finding.ts'

export interface PortFacts {
  readonly host: string
  readonly port: number
  /** Absent if the port is free. */
  readonly holder?: {
    /** Absent for a process of another user. */
    readonly pid?: number
    readonly command?: string
    readonly isOurServer: boolean
  }
  /** The self-tests of our server that are not `ok`; absent if it was not asked. */
  readonly selfTests?: readonly {
    readonly name: string
    readonly status: string
    readonly messages: readonly string[]
  }[]
}

/** `serverPid`: that of the running server of this DATA_DIR, if known. */
export async function lookAtPort(
  host: string,
  port: number,
  serverPid: number | undefined,
): Promise<PortFacts> {
  if (port === 0 || (await isFree(host, port))) return { host, port }
  const pid = process.platform === 'linux' ? holderOf(port) : undefined
  const command = pid === undefined ? undefined : commandOf(pid)
  // With DATABASE_URL there is no pid to compare with, but a server of this folder is ours.
  const isOurServer =
    pid !== undefined &&
    (pid === serverPid || (/server\/(start\.mjs|main\.ts)/.test(command ?? '') && isHere(pid)))
  const holder = { isOurServer, ...(pid !== undefined && { pid }), ...(command && { command }) }
  const selfTests = isOurServer ? await askServer(host, port) : undefined
  return { host, port, holder, ...(selfTests && { selfTests }) }
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, host), 'listening')
    return true
  } catch (error) {
    // Others are reported as problems of the settings.
    return (error as NodeJS.ErrnoException).code !== 'EADDRINUSE'
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
}

/** By the inode of its listening socket, which its process has open. */
function holderOf(port: number): number | undefined {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(read(file), port))
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`))
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => filesOf(pid).some((file) => sockets.has(file)))
}

/** Lines of `/proc/net/tcp`: slot, local address, remote address, state (0A: listens) … inode. Pure. */
export function listeningInodes(table: string, port: number): readonly string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    return state === '0A' && local.endsWith(`:${wanted}`) && inode !== undefined ? [inode] : []
  })
}

function filesOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((name) => link(`/proc/${pid}/fd/${name}`) ?? [])
  } catch {
    return []
  }
}

function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).split('\0').join(' ').trim()
}

function isHere(pid: number): boolean {
  return link(`/proc/${pid}/cwd`) === process.cwd()
}

function link(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

async function askServer(host: string, port: number): Promise<PortFacts['selfTests']> {
  const name = host.includes(':') ? `[${host.replace(/^::$/, '::1')}]` : host.replace('0.0.0.0', '127.0.0.1')
  try {
    const response = await fetch(`http://${name}:${port}/APInoauth/selftest`, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const { test } = readJson(SelfTestDocument, await response.text())
    return test.flatMap(({ name = '', status, message }) =>
      status === 'ok' ? [] : [{ name, status, messages: message }],
    )
  } catch (error) {
    return [
      { name: 'answer', status: 'failed', messages: [`It does not answer: ${(error as Error).message}`] },
    ]
  }
}

const ANSWER_WITHIN_MS = 10_000

/** Pure. */
export function portFindings({ host, port, holder, selfTests }: PortFacts): readonly Finding[] {
  const check = 'port'
  if (!holder)
    return [{ check, state: 'ok', says: port === 0 ? 'a free one is picked' : `${port} on ${host} is free` }]
  const { pid, command = 'unknown', isOurServer } = holder
  if (isOurServer)
    return [
      { check, state: 'ok', says: `${port} is that of the running server, pid ${pid}` },
      ...told(selfTests ?? []),
    ]
  const by = pid === undefined ? 'a process of another user' : `pid ${pid} (${command.slice(0, 80)})`
  const mend = [
    `PORT=${port < 65_535 ? port + 1 : 8_080} npm start`,
    pid === undefined ? `sudo ss -ltnp 'sport = :${port}'` : `kill ${pid}`,
  ]
  return [{ check, state: 'wrong', says: `${port} on ${host} is in use by ${by}`, mend }]
}

function told(tests: NonNullable<PortFacts['selfTests']>): readonly Finding[] {
  const check = 'server'
  if (tests.length === 0) return [{ check, state: 'ok', says: 'all its self-tests are ok' }]
  return tests.map(({ name, status, messages }) => ({
    check,
    state: status === 'failed' ? 'wrong' : 'warning',
    says: `self-test ${name}: ${messages.join(' ') || status}`,
  }))
}
