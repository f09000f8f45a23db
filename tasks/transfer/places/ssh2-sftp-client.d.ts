/** What is used of ssh2-sftp-client, which has no types of its own. */

declare module 'ssh2-sftp-client' {
  import type { Socket } from 'node:net'

  interface ConnectConfig {
    readonly sock: Socket
    readonly username: string
    readonly password?: string
    readonly privateKey?: Buffer
    readonly hostVerifier: (key: Buffer) => boolean
    readonly readyTimeout: number
    readonly keepaliveInterval: number
    readonly keepaliveCountMax: number
  }

  interface FileStats {
    readonly size: number
    readonly modifyTime: number
    readonly isFile: boolean
  }

  interface Callbacks {
    error(error: Error): void
    end(): void
    close(): void
  }

  export default class SftpClient {
    constructor(name: string, callbacks: Callbacks)
    connect(config: ConnectConfig): Promise<unknown>
    stat(path: string): Promise<FileStats>
    mkdir(path: string, recursive?: boolean): Promise<string>
    delete(path: string, notFoundOK?: boolean): Promise<string>
    rename(from: string, to: string): Promise<string>
    posixRename(from: string, to: string): Promise<string>
    /** While it is connected. */
    readonly sftp: import('./sftp-content.ts').SftpCalls | undefined
    end(): Promise<boolean>
  }
}
