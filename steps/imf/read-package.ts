/** The step read-package, which reads the ASSETMAP, the packing lists and the compositions. */
import { dirname, join } from 'node:path'
import { look } from '../../tasks/files/look.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { openFile, pathOfDescriptor } from '../../tasks/files/open-folder.ts'
import type { AssetMap, PackageDocument } from '../../tasks/imf/documents.ts'
import type { PackageDocumentRead } from '../../tasks/package-document.ts'
import { fatal, finished, type Outcome, retry, type StepContext } from '../engine/declare/step.ts'
import { reaching, sourceOf } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { documentsOf, type ImfPackage, listProblems } from './package.ts'

type Context = StepContext<Tools>

/** What is wrong with the package does not fail it: it is the result. Result: `ImfPackage`. */
export const readPackage = withStallTimeout({
  name: 'read-package',
  description: 'Reading the package.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: ({ sourceUri = '' }, tools) => reaching({ sourceUri }, tools),
  async run(context) {
    const sourceUri = await assetMapUri(context)
    const place = await sourceOf({ ...context, metadata: { ...context.metadata, sourceUri } })
    if ('ended' in place) return place
    const read = await readDocument(place.path, context)
    if (read.ended === 'stopped') return retry('stopped')
    if (read.ended === 'unreadable') return fatal(`${place.path}: ${read.message}`)
    if (read.document?.kind !== 'ASSETMAP') return fatal(`${place.path} is no ASSETMAP`)
    return readLists(dirname(place.path), read.document, context)
  },
})

/** The URI may be that of the package. */
async function assetMapUri({ metadata, tools }: Context): Promise<string> {
  const uri = metadata['sourceUri'] ?? ''
  const place = await insideRoots(uri, tools.mediaRoots)
  if (!('path' in place) || (await look(place.path))?.isFile !== false) return uri
  const names = ['ASSETMAP.xml', 'ASSETMAP'].map((name) => join(place.path, name))
  for (const path of names) if ((await look(path))?.isFile) return uriOf(path)
  return uriOf(names[0] ?? '')
}

async function readDocument(
  path: string,
  { tools, signal }: Context,
): Promise<PackageDocumentRead | { readonly ended: 'stopped' }> {
  await using file = await openFile(path)
  return await tools.tasks.run('package-document', { at: pathOfDescriptor(file, path) }, signal)
}

/** XML files of the package are its lists, whatever their names. */
async function readLists(folder: string, assetMap: AssetMap, context: Context): Promise<Outcome> {
  const problems: string[] = []
  const paths: Record<string, string> = {}
  const documents: PackageDocument[] = []
  for (const {
    id,
    paths: [path = ''],
  } of assetMap.assets.slice(0, MOST_ASSETS)) {
    const place = await insidePackage(folder, path)
    if ('problem' in place) problems.push(`${path}: ${place.problem}`)
    else paths[id] = place.path
    if ('problem' in place || !path.toLowerCase().endsWith('.xml')) continue
    const read = await readDocument(place.path, context)
    if (read.ended === 'stopped') return retry('stopped')
    if (read.ended === 'unreadable') problems.push(`${path}: ${read.message}`)
    else if (read.document) documents.push(read.document)
  }
  if (assetMap.assets.length > MOST_ASSETS) problems.push(`only the first ${MOST_ASSETS} assets are checked`)
  const lists = documentsOf(documents)
  const all = [...problems, ...listProblems(assetMap, lists.packingLists)]
  return finished({
    folder,
    assetMap,
    ...lists,
    paths,
    problems: all.slice(0, MOST_PROBLEMS),
  } satisfies ImfPackage)
}

/** The path of a file in the package. It is a URI without a scheme, relative to the ASSETMAP. */
async function insidePackage(
  folder: string,
  path: string,
): Promise<{ readonly path: string } | { readonly problem: string }> {
  if (/^[a-z][a-z\d+.-]*:|^\/|\\/i.test(path)) return { problem: 'it is not a path within the package' }
  const place = await insideRoots(`${uriOf(folder)}/${path.replace(/^(\.\/)+/, '')}`, [folder])
  if ('refused' in place) return { problem: 'it is not a path within the package' }
  if ('missing' in place) return { problem: 'the file is missing' }
  return (await look(place.path))?.isFile ? place : { problem: 'it is not a file' }
}

/** A series in many languages has a tenth of it. */
const MOST_ASSETS = 2_000
const MOST_PROBLEMS = 1_000
