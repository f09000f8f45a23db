/**
 * Writes IMF packages for tests: one composition of a picture and a sound file, and variants that are broken.
 */
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { make, PICTURE, TONE } from '../../tasks/machine.ts'

/** What differs from a package that is right. */
export interface Variant {
  /** By name of the file: what stands in the ASSETMAP instead. */
  readonly path?: Readonly<Record<string, string>>
  readonly withoutPackingList?: true
  readonly wrongHash?: true
  readonly wrongSize?: true
  /** Frames of sound in the composition; the picture has 50. */
  readonly soundFrames?: number
  readonly unknownFile?: true
  readonly assetTwice?: true
  readonly composition?: string
}

const ID = { map: '1', pkl: '2', cpl: '3', picture: '4', sound: '5', other: '9' } as const
export function uuid(digit: string): string {
  return `00000000-0000-4000-8000-00000000000${digit}`
}
const urn = (digit: string) => `urn:uuid:${uuid(digit)}`

/** Picture and sound of two seconds, for all packages of a test. */
export async function essence(folder: string): Promise<void> {
  await make(join(folder, 'picture.mxf'), [...PICTURE(2), '-c:v', 'mpeg2video'])
  await make(join(folder, 'sound.mxf'), [...TONE(2), '-c:a', 'pcm_s24le', '-f', 'mxf_opatom'])
}

/** A package of the essence in the folder above. Returns its folder. */
export async function imfPackage(folder: string, variant: Variant = {}): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const name of ['picture.mxf', 'sound.mxf'])
    await copyFile(join(folder, '..', name), join(folder, name))
  await writeFile(join(folder, 'CPL.xml'), variant.composition ?? composition(variant))
  const files = { cpl: 'CPL.xml', picture: 'picture.mxf', sound: 'sound.mxf' } as const
  const packed = await Promise.all(
    Object.entries(files).map(async ([key, name]) =>
      packedAsset(ID[key as keyof typeof files], await readFile(join(folder, name)), variant),
    ),
  )
  await writeFile(join(folder, 'PKL.xml'), packingList(packed))
  const mapped = Object.entries(files).map(([key, name]) =>
    mappedAsset(ID[key as keyof typeof files], variant.path?.[name] ?? name),
  )
  const list = mappedAsset(ID.pkl, 'PKL.xml', '<PackingList>true</PackingList>')
  const assets = [
    ...(variant.withoutPackingList ? [] : [list]),
    ...mapped,
    ...(variant.assetTwice ? mapped.slice(0, 1) : []),
  ]
  await writeFile(join(folder, 'ASSETMAP.xml'), assetMap(assets))
  return folder
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

function assetMap(assets: readonly string[]): string {
  return `${HEAD}<AssetMap xmlns="http://www.smpte-ra.org/schemas/429-9/2007/AM"><Id>${urn(ID.map)}</Id><VolumeCount>1</VolumeCount><AssetList>${assets.join('')}</AssetList></AssetMap>`
}

function mappedAsset(id: string, path: string, more = ''): string {
  return `<Asset><Id>${urn(id)}</Id>${more}<ChunkList><Chunk><Path>${path}</Path></Chunk></ChunkList></Asset>`
}

function packingList(assets: readonly string[]): string {
  return `${HEAD}<PackingList xmlns="http://www.smpte-ra.org/schemas/2067-2/2016/PKL"><Id>${urn(ID.pkl)}</Id><AssetList>${assets.join('')}</AssetList></PackingList>`
}

function packedAsset(id: string, bytes: Buffer, { wrongHash, wrongSize }: Variant): string {
  const isSound = id === ID.sound
  const hash = createHash('sha1')
    .update(wrongHash && isSound ? 'x' : bytes)
    .digest('base64')
  const size = bytes.length + (wrongSize && isSound ? 1 : 0)
  return `<Asset><Id>${urn(id)}</Id><Hash>${hash}</Hash><Size>${size}</Size><Type>application/mxf</Type></Asset>`
}

function composition({ soundFrames = 50, unknownFile }: Variant): string {
  const resource = (id: string, rate: string, length: number) =>
    `<ResourceList><Resource><Id>${urn('6')}</Id><EditRate>${rate}</EditRate><IntrinsicDuration>${length}</IntrinsicDuration><TrackFileId>${urn(id)}</TrackFileId></Resource></ResourceList>`
  const picture = `<MainImageSequence><TrackId>${urn('7')}</TrackId>${resource(unknownFile ? ID.other : ID.picture, '25 1', 50)}</MainImageSequence>`
  const sound = `<MainAudioSequence><TrackId>${urn('8')}</TrackId>${resource(ID.sound, '48000 1', soundFrames * 1_920)}</MainAudioSequence>`
  return `${HEAD}<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"><Id>${urn(ID.cpl)}</Id><ContentTitle>Film</ContentTitle><EditRate>25 1</EditRate><SegmentList><Segment><SequenceList>${picture}${sound}</SequenceList></Segment></SegmentList></CompositionPlaylist>`
}
