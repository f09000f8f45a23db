/** The metadata keys of real Vidispine jobs: clients repeat them in jobs of any type. */

/** Whether a key is among them. Most have no effect here, but none is a typing error. */
export function isDocumented(key: string): boolean {
  return DOCUMENTED.has(key) || NUMBERED.test(key)
}

/** wire.md §10.2; the last line: wire-media.md §§3.3, 8.1. */
const DOCUMENTED: ReadonlySet<string> = new Set([
  ...['item', 'itemId', 'user', 'username', 'sourceUri', 'originalFilename', 'tags'],
  ...['fileId', 'fileIds', 'sourceFileId', 'sourceFileIds', 'destinationFileId', 'originalFileId'],
  ...['filePathMap', 'fileShapeMap', 'shapeIds', 'originalShapeId', 'shapeId', 'shapeTag', 'essenceVersion'],
  ...['noTranscode', 'createThumbnails', 'growing', 'vidinet', 'useCloudConvert', 'deleteFileOnFailure'],
  ...['transferDone', 'transcodeDone', 'mimeType', 'bytesWritten', 'transfer-method', 'errorMessage'],
  ...['transcoder', 'transcoderId', 'transcodeProgress', 'transcodeWallTime', 'transcodeEstimatedTimeLeft'],
  ...['transcodeDurations', 'transcodeMediaTimes', 'transcodeJobType', 'jobDocument', 'jobStatusDocument'],
  ...['transcodeShapeDocument', 'shapeDocument', 'thumbnails', 'thumbnailTimeCodes'],
  ...['destinationStorageId', 'sourceStorageId', 'storageId', 'destinationUri', 'metadata', 'conformXML'],
  ...['importCompositionPlaylists', 'shapeListDocument', 'originalShapeIdsStruct', 'filenameScript'],
  ...['sourceUris', 'fileItemMapping', 'result'],
  ...['subtitleLanguage', 'sidecar', 'posterTimeCodes', 'passkey'],
])

/** Keys that end with the step, the sub-task, the attempt, or the file that they are about. */
const NUMBERED =
  /^(fileIdsPerTag\d+|closeProxyURI\d+|fileSize-.+|transfer(Progress|WallTime|EstimatedTimeLeft)-\d+-\d+|(progress|errorMessage)-\d+-\d+-\d+)$/
