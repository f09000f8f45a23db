/** Stands between a server and PostgreSQL in a test: forwards connections, or refuses them. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** How PostgreSQL refuses a connection, by SQLSTATE. */
const REFUSALS = {
  '57P03': 'the database system is in recovery mode',
  '53300': 'sorry, too many clients already',
} as const

export class Gate implements AsyncDisposable {
  readonly #socket: string
  readonly #open = new Set<Socket>()
  readonly #server = createServer((client) => this.#take(client))
  /** Undefined while it forwards. */
  refuses: keyof typeof REFUSALS | undefined
  /** The number of connections that it has refused. */
  refused = 0

  private constructor(socket: string) {
    this.#socket = socket
  }

  /** Listens on a free TCP port for the PostgreSQL on this Unix socket. */
  static async to(socket: string): Promise<Gate> {
    const gate = new Gate(socket)
    await once(gate.#server.listen(0, '127.0.0.1'), 'listening')
    return gate
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Breaks all connections. */
  cut(): void {
    for (const socket of this.#open) socket.destroy()
  }

  #take(client: Socket): void {
    this.#add(client)
    const { refuses } = this
    if (refuses !== undefined) {
      client.once('data', () => {
        client.end(errorResponse(refuses))
        this.refused += 1
      })
      return
    }
    const server = connect(this.#socket)
    this.#add(server)
    client.pipe(server).pipe(client)
    client.once('close', () => server.destroy())
    server.once('close', () => client.destroy())
  }

  #add(socket: Socket): void {
    this.#open.add(socket)
    socket.on('error', () => undefined).once('close', () => this.#open.delete(socket))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** The message ErrorResponse of PostgreSQL's protocol. */
function errorResponse(code: keyof typeof REFUSALS): Buffer {
  const fields = [`SFATAL`, 'VFATAL', `C${code}`, `M${REFUSALS[code]}`].map((field) => `${field}\0`).join('')
  const body = Buffer.from(`${fields}\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
