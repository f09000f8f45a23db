/** A server that tests transfer files to and from, on this machine. */

import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import type { Credential } from '../../../../tasks/transfer/stored-file.ts'

export interface Served extends AsyncDisposable {
  /** The URI of a file or folder below its root. */
  uri(path: string): string
  readonly credentials: readonly Credential[]
  /** Breaks the next connection that carries so many bytes. */
  cutAfter(bytes: number): void
  /** The connections that were broken. */
  readonly cuts: number
}

/** The bytes of a path in a URI. */
export function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

export function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

export async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return portOf(server)
}

/** A connection to `target` through which a test can cut. */
export async function cuttable(target: number) {
  const cut = { after: Number.POSITIVE_INFINITY, cuts: 0 }
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true })
    let bytes = 0
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
      from.on('data', (chunk) => {
        bytes += chunk.length
        if (bytes > cut.after) {
          cut.after = Number.POSITIVE_INFINITY
          cut.cuts += 1
          near.destroy()
          far.destroy()
        } else if (!to.write(chunk)) {
          from.pause()
          to.once('drain', () => from.resume())
        }
      })
    }
  })
  const port = await listening(server)
  return {
    port,
    cut,
    async close(): Promise<void> {
      server.close()
    },
  }
}
