/** What the tests use of libraries that have no types of their own. */

declare module '@20minutes/s3rver' {
  export default class S3rver {
    constructor(options: Readonly<Record<string, unknown>>)
    run(): Promise<{ readonly port: number }>
    readonly middleware: ((request: never, next: () => Promise<void>) => Promise<void>)[]
    readonly store: { getResourcePath(bucket: string, key: undefined, resource: string): string }
    close(): Promise<void>
  }
}

declare module 'ssh2' {
  import type { EventEmitter } from 'node:events'

  export interface SftpServer extends EventEmitter {
    status(id: number, code: number): void
    handle(id: number, handle: Buffer): void
    data(id: number, data: Buffer): void
    name(id: number, names: readonly { readonly filename: string }[]): void
    attrs(id: number, attributes: object): void
  }

  interface AuthContext {
    readonly method: string
    readonly username: string
    readonly password: string
    accept(): void
    reject(methods?: readonly string[]): void
  }

  interface ServerClient extends EventEmitter {
    setNoDelay(noDelay: boolean): void
    on(event: 'authentication', listener: (context: AuthContext) => void): this
    on(event: string, listener: (...given: never[]) => void): this
  }

  const ssh2: {
    readonly Server: new (
      config: { readonly hostKeys: readonly string[] },
      listener: (client: ServerClient) => void,
    ) => import('node:net').Server
    readonly utils: {
      parseKey(pem: string): { getPublicSSH(): Buffer }
      readonly sftp: { readonly STATUS_CODE: Readonly<Record<string, number>> }
    }
  }
  export default ssh2
}
