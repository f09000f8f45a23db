/** An SSH server with SFTP. */

import { createHash, generateKeyPairSync } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { codeOf } from '../../../../tasks/files/open-folder.ts'
import { cuttable, encoded, listening, type Served } from './served.ts'

const { STATUS_CODE } = ssh2.utils.sftp
const [OK = 0, EOF = 1, MISSING = 2, FAILURE = 4] = ['OK', 'EOF', 'NO_SUCH_FILE', 'FAILURE'].map(
  (name) => STATUS_CODE[name],
)

/** `hostKey` of its credentials is the fingerprint of its key. */
export async function serveSftp(root: string): Promise<Served> {
  // Not by ssh2, some of whose keys it cannot read itself.
  const { privateKey: key } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    client.setNoDelay(true)
    client.on('error', () => undefined)
    client.on('authentication', (context) => {
      const isAnn = context.method === 'password' && context.username === 'ann' && context.password === 'pass'
      if (isAnn) context.accept()
      else context.reject(['password'])
    })
    client.on(
      'session',
      (accept: () => { on(event: string, listener: (accept: () => never) => void): void }) => {
        accept().on('sftp', (open) => serve(open(), root))
      },
    )
  })
  const proxy = await cuttable(await listening(server))
  const blob = ssh2.utils.parseKey(key).getPublicSSH()
  const hostKey = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
  return {
    uri: (path) => `sftp://127.0.0.1:${proxy.port}/${encoded(path)}`,
    credentials: [{ scheme: 'sftp', host: '127.0.0.1', user: 'ann', password: 'pass', hostKey }],
    cutAfter(bytes) {
      proxy.cut.after = bytes
    },
    get cuts() {
      return proxy.cut.cuts
    },
    async [Symbol.asyncDispose]() {
      await proxy.close()
      server.close()
    },
  }
}

function serve(sftp: import('ssh2').SftpServer, root: string): void {
  const at = (path: string) => join(root, path)
  const handle = (fd: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(fd)
    return bytes
  }
  const fdOf = (bytes: Buffer) => bytes.readUInt32BE(0)
  /** Answers with what the call returns, or with the status of its error. */
  const on = (event: string, call: (id: number, ...given: never[]) => void): void => {
    sftp.on(event, (id, ...given) => {
      try {
        call(id, ...(given as never[]))
      } catch (error) {
        sftp.status(id, codeOf(error) === 'ENOENT' ? MISSING : FAILURE)
      }
    })
  }
  const done = (id: number) => sftp.status(id, OK)
  on('OPEN', (id, path: string, flags: number) => {
    const mode = (flags & 0x10) !== 0 ? 'w+' : (flags & 2) !== 0 ? 'r+' : 'r'
    sftp.handle(id, handle(openSync(at(path), mode)))
  })
  on('READ', (id, file: Buffer, offset: number, length: number) => {
    const bytes = Buffer.alloc(length)
    const read = readSync(fdOf(file), bytes, 0, length, offset)
    if (read === 0) sftp.status(id, EOF)
    else sftp.data(id, bytes.subarray(0, read))
  })
  on('WRITE', (id, file: Buffer, offset: number, data: Buffer) => {
    writeSync(fdOf(file), data, 0, data.length, offset)
    done(id)
  })
  on('CLOSE', (id, file: Buffer) => {
    closeSync(fdOf(file))
    done(id)
  })
  const attributes = ({ mode, size, mtimeMs, uid, gid }: ReturnType<typeof statSync> & object) => ({
    ...{ mode, size, uid, gid, atime: Number(mtimeMs) / 1_000, mtime: Number(mtimeMs) / 1_000 },
  })
  on('STAT', (id, path: string) => sftp.attrs(id, attributes(statSync(at(path)))))
  on('LSTAT', (id, path: string) => sftp.attrs(id, attributes(statSync(at(path)))))
  on('FSTAT', (id, file: Buffer) => sftp.attrs(id, attributes(fstatSync(fdOf(file)))))
  on('FSETSTAT', done)
  on('SETSTAT', done)
  on('MKDIR', (id, path: string) => {
    mkdirSync(at(path))
    done(id)
  })
  on('REMOVE', (id, path: string) => {
    rmSync(at(path))
    done(id)
  })
  on('RENAME', (id, from: string, to: string) => {
    renameSync(at(from), at(to))
    done(id)
  })
  on('REALPATH', (id, path: string) => sftp.name(id, [{ filename: path.replace(/\/+$/, '') || '/' }]))
}
