/** The step check-assets, which compares the files of a package with its packing lists. */
import { look } from '../../tasks/files/look.ts'
import { openFile, pathOfDescriptor } from '../../tasks/files/open-folder.ts'
import type { PackedAsset } from '../../tasks/imf/documents.ts'
import { fatal, finished, retry, type StepContext } from '../engine/declare/step.ts'
import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import type { CheckedAsset, ImfPackage } from './package.ts'

/** Reads every file once for its hash, unless `checkHashes` is false. Result: `CheckedAsset[]`. */
export const checkAssets = withStallTimeout({
  name: 'check-assets',
  description: 'Checking the files of the package.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: ({ sourceUri = '' }, tools) => reaching({ sourceUri }, tools),
  async run(context, beats) {
    const imf = context.result<ImfPackage>('read-package')
    if (!imf) return fatal('the package was not read')
    const packed = new Map(
      imf.packingLists.flatMap(({ assets }) => assets.map((asset) => [asset.id, asset] as const)),
    )
    const checked: CheckedAsset[] = []
    for (const [
      at,
      {
        id,
        paths: [path = ''],
      },
    ] of imf.assetMap.assets.entries()) {
      const file = imf.paths[id]
      if (file === undefined) continue
      const found = await check(file, packed.get(id), { context, beats })
      if (found === 'stopped') return retry('stopped')
      checked.push({ id, path, ...found })
      context.progress(((at + 1) / imf.assetMap.assets.length) * 100, 100, 'percent')
    }
    return finished(checked)
  },
})

interface Reading {
  readonly context: StepContext<Tools>
  readonly beats: Int32Array
}

type Found = Omit<CheckedAsset, 'id' | 'path'>

/** A packing list is in no list itself. */
async function check(
  path: string,
  packed: PackedAsset | undefined,
  reading: Reading,
): Promise<Found | 'stopped'> {
  const size = (await look(path))?.size
  const known = { ...(size !== undefined && { size }), ...(packed && { type: packed.type }) }
  if (!packed) return known
  if (size !== packed.size)
    return { ...known, problem: `it has ${size} bytes, and ${packed.size} in the packing list` }
  if (reading.context.metadata['checkHashes'] === 'false') return known
  const problem = await hashProblem(path, packed, reading)
  if (problem === 'stopped') return problem
  return problem === undefined ? known : { ...known, problem }
}

async function hashProblem(
  path: string,
  { hash, algorithm }: PackedAsset,
  { context: { tools, signal }, beats }: Reading,
): Promise<string | undefined> {
  if (algorithm === undefined) return 'its hash is of an unknown kind'
  await using file = await openFile(path)
  const input = { path, at: pathOfDescriptor(file, path), algorithms: [algorithm], beats }
  const read = await tools.tasks.run('checksum', input, signal)
  if (read.ended === 'stopped') return 'stopped'
  if (read.ended !== 'done') return read.message
  const expected = Buffer.from(hash, 'base64').toString('hex')
  return read.checksums[algorithm] === expected ? undefined : 'its hash is not the one in the packing list'
}
