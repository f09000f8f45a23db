/** Starts a server as a child process, for the demonstration. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface OwnServer extends AsyncDisposable {
  readonly url: string
}

/**
 * Starts a server on a free port, with the given settings; resolves once it listens. Throws with its error
 * output if it exits before that. The server stops when this process dies.
 */
export async function startServer(environment: NodeJS.ProcessEnv): Promise<OwnServer> {
  const child = fork(new URL('../main.ts', import.meta.url), [], {
    env: { ...environment, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const complaints: Buffer[] = []
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk))
  const exited = once(child, 'exit')
  const url = await Promise.race([firstUrl(child), exited.then(() => undefined)])
  if (url === undefined)
    throw new Error(`the server did not start: ${Buffer.concat(complaints).toString().trim()}`)
  return {
    url,
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect() // the server then stops, as if this process had died
      await exited
    },
  }
}

/** The log consists of JSON lines, as it is not a terminal. Only the line about listening has a `url`. */
function firstUrl({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (!stdout) return
    createInterface({ input: stdout }).on('line', (line) => {
      const { url } = JSON.parse(line) as { readonly url?: unknown }
      if (typeof url === 'string') resolve(url)
    })
  })
}
