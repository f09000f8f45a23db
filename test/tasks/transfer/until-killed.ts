/** Transfers a URI slowly into a folder until it is killed; prints what the next attempt has to know. */
import { join } from 'node:path'
import begin from '../../../tasks/transfer/begin.ts'
import carry from '../../../tasks/transfer/carry.ts'
import { locationOf } from '../../../tasks/transfer/location.ts'
import { partialOf } from '../../../tasks/transfer/places/file.ts'
import { rateOf } from '../../../tasks/transfer/rate.ts'

const [, , uri = '', folder = ''] = process.argv
const from = locationOf(uri)
if ('refused' in from) throw new Error(from.refused)
const to = { scheme: 'file', host: '', port: 0, path: join(folder, 'a.bin'), query: '' } as const
const access = { hosts: ['*'], credentials: [] }
const begun = await begin({ from, to, access, next: { writer: 'VX-1.100', run: 1, exclusive: true } })
if (begun.ended !== 'done') throw new Error(begun.message)
const { found, unfinished } = begun
const { run, version } = unfinished
print(JSON.stringify({ state: JSON.stringify({ run, version }), partial: partialOf(to.path, unfinished) }))
setInterval(() => print('.'), 50)
const done = new BigInt64Array(new SharedArrayBuffer(8))
await carry({ from, to, access, found, unfinished, algorithms: [], rates: [rateOf(1_000_000)], done })

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
