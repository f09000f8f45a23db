/** Checks that this machine has the address of HOST, and that this user may listen on PORT. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { InvalidSetting } from '../../../config/config.ts'

/**
 * Listens for a moment. A port that is in use is not reported: the settings can be checked while their server
 * runs, and the start reports it when it listens.
 */
export async function listenProblem(host: string, port: number): Promise<readonly InvalidSetting[]> {
  const server = createServer()
  try {
    await once(server.listen(port, host), 'listening')
    return []
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') return []
    if (code === 'EACCES')
      return [{ setting: 'port', message: `PORT: expected a port that this user may use, got “${port}”` }]
    const why = `HOST: expected an address of this machine, got “${host}”: ${message}`
    return [{ setting: 'host', message: why }]
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
}
