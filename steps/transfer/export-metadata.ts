/** The steps of an export that write the metadata of the item beside its file. */
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeXml } from '../../schema/codec/xml/xml.ts'
import { MetadataListDocument } from '../../schema/documents/metadata.ts'
import { siteId } from '../../schema/ids.ts'
import { generatedFields } from '../../schema/metadata/generated.ts'
import { type MetadataView, shownMetadata } from '../../schema/metadata/view.ts'
import { readItems } from '../../schema/queries/media/items/item-rows.ts'
import { readSurroundings } from '../../schema/queries/media/items/read-surroundings.ts'
import { openFolder } from '../../tasks/files/open-folder.ts'
import { isRemote } from '../../tasks/transfer/location.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Invalid } from '../engine/declare/refusal.ts'
import { fatal, finished, type Metadata, type Step } from '../engine/declare/step.ts'
import { itemOf } from '../item/rendition-shapes.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import type { Exported } from './export.ts'

export const WITH_METADATA: Parameter = {
  key: 'exportMetadata',
  required: false,
  description:
    'Whether the metadata of the item are written beside the first file: a MetadataListDocument as XML, named as the file ' +
    'with `.xml` added. Default `false`.',
  values: ['true', 'false'],
}

/** Refuses a sidecar that could not be written. Pure. */
export function refusedSidecar(metadata: Metadata): Invalid | undefined {
  if (metadata[WITH_METADATA.key] !== 'true') return undefined
  const invalid = (explanation: string): Invalid => ({
    ...{ refused: 'invalid', key: WITH_METADATA.key, explanation, value: 'true' },
  })
  if (itemOf(metadata) === undefined) return invalid('needs an itemId')
  return isRemote(metadata['destinationUri']) ? invalid('can only be true for a file: URI') : undefined
}

/** The metadata of the item at the time when its file is there. Result: the text; none if none is wanted. */
export const readExportedMetadata: Step<Tools> = {
  name: 'read-exported-metadata',
  description: 'Reading metadata.',
  runsAs: 'STARTED',
  async run({ em, metadata }) {
    const id = itemOf(metadata)
    if (metadata[WITH_METADATA.key] !== 'true' || id === undefined) return finished()
    const [row] = await readItems(em, [id])
    const around = (await readSurroundings(em, [id])).get(id)
    if (!row || !around) return fatal(`item ${siteId(id)} does not exist`)
    const shown = shownMetadata(row, generatedFields(row, around), WHOLE)
    return finished(writeXml(MetadataListDocument, { item: [{ id: siteId(id), metadata: shown }] }))
  },
}

const WHOLE: MetadataView = {
  ...{ fields: [], excluded: [], groups: [], interval: 'all' },
  ...{ types: false, defaults: false, transient: false },
}

/** Writes them, in place of what had the name. Result: the URI of the sidecar. */
export const writeExportedMetadata: Step<Tools> = {
  name: 'write-exported-metadata',
  description: 'Writing metadata.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  outputs: (uri) => (uri === undefined ? [] : [{ uri: String(uri), label: 'metadata' }]),
  async run({ result, job, run }) {
    const text = result<string>('read-exported-metadata')
    const [first] = result<readonly Exported[]>('transfer-content') ?? []
    if (text === undefined || !first) return finished()
    const path = fileURLToPath(first.uri)
    await replaceFile(`${path}.xml`, `.${siteId(job.id)}.400.${run}.partial.xml`, text)
    const uri = `${first.uri}.xml`
    return finished(uri, { metadataUri: uri })
  },
}

/** Under a hidden name first, so that half of it is never read. */
async function replaceFile(final: string, partial: string, text: string): Promise<void> {
  await using folder = await openFolder(dirname(final))
  try {
    await writeFile(folder.at(partial), text)
    await rename(folder.at(partial), folder.at(basename(final)))
  } catch (error) {
    await rm(folder.at(partial), { force: true })
    throw error
  }
}
