/** Where each test vector of wire-media.md §10 is tested, by number. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

const HERE = 'workflows/workflows.test.ts'
const [STORAGES, FILES, SCANS] = [
  'storage/storages.test.ts',
  'storage/files.test.ts',
  '../steps/storage/scan-storage.test.ts',
]
const [URIS, INTO, RAW] = [
  'import/import-a-uri.test.ts',
  'import/into-items.test.ts',
  'upload/raw-import.test.ts',
]
const [ITEMS, METADATA, SHAPES] = [
  'media/items.test.ts',
  'media/item-metadata.test.ts',
  'media/shapes.test.ts',
]
const [JOBS, PICTURES, SIDECARS] = [
  'item-jobs/item-jobs.test.ts',
  'thumbnail/pictures.test.ts',
  'upload/growing-and-sidecars.test.ts',
]
const [MOVES, COLLECTIONS, TAGS] = [
  'file-jobs/copy-and-delete.test.ts',
  'media/collections.test.ts',
  'shape-tag/shape-tags.test.ts',
]

/** The vectors, the file, and a part of the title of the test. */
const VECTORS: readonly (readonly [numbers: readonly number[], file: string, title: string])[] = [
  [[1], STORAGES, 'are created from a document whose numbers and booleans are texts'],
  [[2], STORAGES, 'are listed without the number of hits'],
  [[3], STORAGES, 'that do not exist are 404 of the type Storage'],
  [[4], STORAGES, 'are replaced by a PUT and keep their id'],
  [[5], STORAGES, 'are deleted with 204, and then do not exist'],
  [[6, 10, 11], STORAGES, 'one with the same root is changed rather than added'],
  [[7], STORAGES, 'a method without a root is invalid input'],
  [[8, 9], STORAGES, 'an unknown one is 404 to change, and an empty list to read'],
  [[12], SCANS, 'finds files OPEN, and CLOSED when they have not changed'],
  [[13], FILES, 'a path is registered, decoded, and shown as an encoded URI'],
  [[14, 16], FILES, 'a path that is registered exists already'],
  [[15, 24], FILES, 'the state of a new one is that of the document'],
  [[17, 18], FILES, 'their number alone is told with number=0, and pages end empty'],
  [[19, 20, 21], FILES, 'path=list/*.mov&wildcard=true'],
  [[22], FILES, 'one is found by id, path and URI'],
  [[23], FILES, 'their content is downloaded, whole or in part'],
  [[25], MOVES, 'moves it into a new folder, and the components have the new file'],
  [[26], MOVES, 'copies it, and the components have both files'],
  [[27], MOVES, 'fails if the name that was asked for is taken'],
  [[28], MOVES, 'deletes it with its bytes'],
  [[28], FILES, 'one is forgotten'],
  [[29], SCANS, 'loses a file that is gone, without a URI'],
  [[30], 'file-jobs/auto-import.test.ts', 'leaves alone growing files, and those of a disabled rule'],
  [[31], URIS, 'makes a rendition for each tag'],
  [[32], URIS, 'fails the job for a file that does not exist'],
  [[33], URIS, 'is refused as POST /import'],
  [[34], URIS, 'makes one shape only with no-transcode'],
  [[35], RAW, 'without a Content-Type becomes an item at once'],
  [[36], RAW, 'in three chunks in any order'],
  [[37], RAW, 'refuses a chunk with another size'],
  [[38], RAW, 'with a passkey needs no credentials, once'],
  [[39, 40, 41], INTO, 'the placeholder has no media and hides its shape'],
  [[42], INTO, 'a container fills it'],
  [[43], INTO, 'a kind that is not expected, or used up, is refused'],
  [[44], INTO, 'an unknown item is 404'],
  [[45], HERE, 'adopts a file'],
  [[46], SIDECARS, 'of a growing file is imported when the file is closed'],
  [[47], URIS, 'of a source that is being imported is refused, unless allowReimport'],
  [[48], ITEMS, 'are only their id without content'],
  [[49], METADATA, 'answer a change of metadata with texts, and a revision'],
  [[50], METADATA, 'refuse an unknown field with 404, and write nothing'],
  [[51], METADATA, 'add and remove values by mode, in XML'],
  [[52], METADATA, 'are terse, at a rate'],
  [[53], METADATA, 'refuse a change of a stale revision with 409'],
  [[54], ITEMS, 'are 404 item when they are deleted'],
  [[55], ITEMS, ' when they are deleted with '],
  [[56], SHAPES, 'are created empty'],
  [[57, 76], SHAPES, 'are listed by tag, version, and whether they are placeholders'],
  [[58], SHAPES, 'are 404 shape, also under another item'],
  [[59], HERE, 'describes a shape as ffprobe does'],
  [[60], URIS, 'imports a text as a binary component'],
  [[61], SHAPES, 'are deleted, and the last one leaves nothing'],
  [[62], SHAPES, 'have tags, which the item has, too'],
  [[63], HERE, '9.5 transcodes and fetches the proxy'],
  [[64], INTO, 'fails the job if it has no content'],
  [[65], INTO, 'adds versions of the essence, and keeps those before'],
  [[66], TAGS, 'are written and read back the same, and replaced as a whole'],
  [[67], TAGS, 'are there from the start, sorted, as a document and as text'],
  [[67], TAGS, 'refuse the name'],
  [[68], 'shape-tag/scripts-for-shapes.test.ts', 'changes the preset for a shape'],
  [[69], PICTURES, 'are made by a THUMBNAIL job, listed by their time codes'],
  [[70], PICTURES, 'are exactly those of'],
  [[70], PICTURES, 'a poster of'],
  [[71], 'thumbnail/reading.test.ts', 'is refused with any other hash'],
  [[72], PICTURES, 'of an item without any are an empty list'],
  [[73], JOBS, 'keeps the name of the file in a folder, by a URI with one slash'],
  [[73], JOBS, 'gives it the name of the URI, and writes the metadata beside it'],
  [[74], SIDECARS, ', gets a shape with WebVTT'],
  [[75], JOBS, 'analyzes its shape, whatever the order of the elements'],
  [[77], COLLECTIONS, 'have a name, items and other collections'],
  [[78], 'media/search.test.ts', 'an item by its id, as XML'],
  [[79], COLLECTIONS, 'is index of items aside, which can be written again'],
  [[80], HERE, 'lists what administration pages ask for'],
  [[80], COLLECTIONS, 'is an empty list, and a change of it is 501 with its name'],
]

describe('The test vectors of the media resources', () => {
  it('are tested, each', () => {
    const numbers = new Set(VECTORS.flatMap(([some]) => some))
    assert.deepEqual(
      Array.from({ length: 80 }, (_, at) => at + 1).filter((number) => !numbers.has(number)),
      [],
    )
  })

  it('are tested where this says', () => {
    for (const [numbers, file, title] of VECTORS) {
      const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
      assert.ok(source.includes(title), `${numbers}: ${file} has no test “${title}”`)
    }
  })
})
