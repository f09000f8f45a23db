/** The workflows of wire-media.md §9, request by request, by clients of JSON and of XML. */
import { mkdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BackgroundQueue } from '../../../server/background/background-queue.ts'
import { LazyQueue } from '../../../server/background/lazy-queue.ts'
import { Notifier } from '../../../server/notification/notifier.ts'
import type { Api } from '../../api.ts'
import { as } from '../../factory.ts'
import { Receiver } from '../../server/notification/receiver.ts'
import { importing } from '../import/importing.ts'
import { type Client, client } from './client.ts'
import type { Ground } from './ground.ts'
import * as imports from './imports.ts'
import * as items from './items.ts'
import * as vectors from './vectors.ts'

describe('A client with the workflows of other systems', function () {
  this.timeout(60_000)
  // Before those of the API, whose database the queue uses.
  after(async () => {
    await stack.disposeAsync()
    await new Promise((resolve) => server.close(resolve))
  })
  const here = importing()
  let server: Server
  let stack: AsyncDisposableStack
  let ground: Ground
  let at = ''
  before(async () => {
    const otherFolder = join(here.api().mediaRoot, 'other')
    await mkdir(otherFolder)
    const handle = here.api().app.callback()
    server = createServer((request, response) => void handle(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { id } = await here.get('POST /storage', { method: [{ uri: pathToFileURL(otherFolder).href }] })
    stack = new AsyncDisposableStack()
    const receiver = stack.use(new Receiver())
    await receiver.listen()
    notifying(stack, here.api())
    ground = {
      receiver,
      ...{ storage: here.storage(), folder: here.folder(), other: id, otherFolder },
      ...{ inbox: here.inbox(), clip: join(here.inbox(), 'clip.mp4') },
    }
  })

  for (const format of ['application/json', 'application/xml'] as const)
    describe(`as ${format}`, () => {
      let here: Client
      let item = ''
      before(() => {
        here = client(at, as('root'), format)
      })
      it('9.1 imports by URI and waits', async () => {
        item = await imports.importByUri(here, ground)
      })
      it('describes a shape as ffprobe does', () => vectors.described(here, ground, item))
      it('lists what administration pages ask for', () => vectors.listed(here, item))
      it('adopts a file into a placeholder', () => vectors.adopted(here, ground))
      it('9.2 uploads at once and in chunks', () => imports.rawUpload(here, ground))
      it('9.2 uploads with a passkey', () => imports.passkeyUpload(here, ground))
      it('9.3 fills a placeholder with a file', () => imports.placeholderAndFile(here, ground))
      it('9.3 fills one with a file that grows', () => imports.growingFile(here, ground))
      it('9.4 finds a file or creates it', () => imports.findOrCreate(here, ground))
      it('9.5 transcodes and fetches the proxy', () => items.proxy(here, ground, item))
      it('9.6 makes and reads thumbnails', () => items.thumbnails(here, ground, item))
      it('9.7 exports', () => items.exported(here, ground, item))
      it('9.8 moves to another storage and back', () => items.moved(here, ground, item))
      it('9.9 adds sidecars', () => imports.sidecar(here, ground, item))
      it('9.10 adds a version', () => imports.newVersion(here, ground, item))
      it('9.11 deletes', () => items.deleted(here, ground, item))
      it('9.12 attaches without reading', () => imports.attached(here, ground))
    })
})

/** Delivers notifications until the stack is disposed of. */
function notifying(stack: AsyncDisposableStack, { test: { database, connection } }: Api): void {
  const onError = (error: unknown) => {
    throw error
  }
  const queue = stack.use(new LazyQueue(() => BackgroundQueue.open(connection, onError)))
  stack.use(
    new Notifier({
      ...{ fork: () => database.em.fork(), hosts: ['*'], baseUri: 'http://callsheet/API/' },
      ...{ open: () => queue.get(), isOutdated: () => false, onError },
    }),
  )
}
