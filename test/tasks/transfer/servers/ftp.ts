/** An FTP server whose data connections a test can break. */

import { once } from 'node:events'
import { createServer } from 'node:net'
import { Transform } from 'node:stream'
import { FileSystem, FtpSrv } from 'ftp-srv'
import { encoded, portOf, type Served } from './served.ts'

export async function serveFtp(root: string): Promise<Served> {
  const port = await freePort()
  const cut = { after: Number.POSITIVE_INFINITY, cuts: 0 }
  const silent = {
    ...{ trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    child: (): unknown => silent,
  }
  const server = new FtpSrv({ url: `ftp://127.0.0.1:${port}`, pasv_url: '127.0.0.1', log: silent })
  server.on('login', ({ connection, username, password }, resolve, reject) => {
    if (username !== 'ann' || password !== 'p@ss') reject(new Error('no'))
    else resolve({ fs: new BreakingFiles(connection, { root, cwd: '/' }, cut) })
  })
  await server.listen()
  return {
    uri: (path) => `ftp://ann@127.0.0.1:${port}/${encoded(path)}`,
    credentials: [{ scheme: 'ftp', host: '127.0.0.1', user: 'ann', password: 'p@ss' }],
    cutAfter(bytes) {
      cut.after = bytes
    },
    get cuts() {
      return cut.cuts
    },
    async [Symbol.asyncDispose]() {
      await server.close()
    },
  }
}

interface Cut {
  after: number
  cuts: number
}

class BreakingFiles extends FileSystem {
  readonly #cut: Cut

  constructor(
    connection: ConstructorParameters<typeof FileSystem>[0],
    where: { root: string; cwd: string },
    cut: Cut,
  ) {
    super(connection, where)
    this.#cut = cut
  }

  /** The server would leave out the size 0. */
  override async get(name: string): Promise<unknown> {
    const found = await super.get(name)
    return found.size === 0 ? Object.assign(found, { size: '0' }) : found
  }

  override async read(name: string, options: object): Promise<unknown> {
    const read = await super.read(name, options as never)
    return { ...read, stream: read.stream.pipe(this.#breaking()) }
  }

  override async write(name: string, options: object): Promise<unknown> {
    const written = await super.write(name, options as never)
    const through = this.#breaking()
    through.pipe(written.stream)
    through.on('error', () => written.stream.end())
    return { ...written, stream: through }
  }

  #breaking(): Transform {
    const cut = this.#cut
    let bytes = 0
    return new Transform({
      transform(chunk, _encoding, done) {
        bytes += chunk.length
        if (bytes <= cut.after) return done(null, chunk)
        Object.assign(cut, { after: Number.POSITIVE_INFINITY, cuts: cut.cuts + 1 })
        done(new Error('cut'))
      },
    })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}
