/** Metadata keys that a job type does not know. */
import assert from 'node:assert/strict'
import { unknownKeyTexts } from '../../../../steps/engine/declare/unknown-keys.ts'
import { JOB_TYPES } from '../../../../steps/job-types.ts'

describe('A metadata key of a TRANSCODE', () => {
  const { parameters } = JOB_TYPES.find(({ name }) => name === 'TRANSCODE') ?? { parameters: [] }
  const textsOf = (key: string) => unknownKeyTexts(parameters, { [key]: 'x' })

  for (const [key, text] of [
    ['tag', 'unknown metadata key “tag”; did you mean “tags”?'],
    ['Tags', 'unknown metadata key “Tags”; did you mean “tags”?'],
    ['sourceURI', 'unknown metadata key “sourceURI”; did you mean “sourceUri”?'],
    ['destinationUrl', 'unknown metadata key “destinationUrl”; did you mean “destinationUri”?'],
    ['smptTimecode', 'unknown metadata key “smptTimecode”; did you mean “smpteTimeCode”?'],
    ['colour', 'unknown metadata key “colour”'],
    ['_tags', 'unknown metadata key “_tags”; did you mean “tags”?'],
    ['x'.repeat(255), `unknown metadata key “${'x'.repeat(255)}”`],
  ] as const)
    it(`${key.slice(0, 20)} is unknown`, () => assert.deepEqual(textsOf(key), [text]))

  for (const key of [
    ...['sourceUri', 'tags', 'smpteTimeCode', 'checksumMode', 'cerifyPriority'],
    ...['app_tag', 'import_source', 'project_id', 'asset_id', 'imf_anything', 'myApp_x'],
  ])
    it(`${key} is known, or belongs to an application`, () => assert.deepEqual(textsOf(key), []))

  // wire.md §10.2
  for (const key of `item itemId user username sourceUri originalFilename tags fileId fileIds fileIdsPerTag0
    sourceFileId sourceFileIds destinationFileId originalFileId filePathMap fileShapeMap shapeIds originalShapeId
    shapeId shapeTag essenceVersion noTranscode createThumbnails growing vidinet useCloudConvert deleteFileOnFailure
    transferDone transcodeDone mimeType bytesWritten fileSize-VX-704 transfer-method transferProgress-200-0
    transferWallTime-200-0 transferEstimatedTimeLeft-200-0 progress-200-0-1 errorMessage-200-0-1 errorMessage
    transcoder transcoderId transcodeProgress transcodeWallTime transcodeEstimatedTimeLeft transcodeDurations
    transcodeMediaTimes transcodeJobType jobDocument jobStatusDocument transcodeShapeDocument shapeDocument thumbnails
    thumbnailTimeCodes closeProxyURI3 destinationStorageId sourceStorageId storageId destinationUri metadata conformXML
    importCompositionPlaylists shapeListDocument originalShapeIdsStruct filenameScript sourceUris fileItemMapping
    result imf_cpl subtitleLanguage sidecar posterTimeCodes passkey`.split(/\s+/))
    it(`${key} is a key of real jobs`, () => assert.deepEqual(textsOf(key), []))

  for (const [count, last] of [
    [10, 'unknown metadata key “k9”'],
    [11, '1 more unknown metadata key'],
    [300_000, '299990 more unknown metadata keys'],
  ] as const)
    it(`is named by one of at most eleven sentences, of ${count} the last: ${last}`, () => {
      const metadata = Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 'x']))
      const texts = unknownKeyTexts(parameters, metadata)
      assert.equal(texts.length, Math.min(count, 11))
      assert.equal(texts.at(-1), last)
    })
})
