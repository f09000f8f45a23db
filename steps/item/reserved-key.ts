/** Names the metadata of jobs that have the ids of files to come. */

/** The key of the id that is reserved for the file of a rendition, by the place of its tag. */
export function reservedKey(at: number): string {
  return `fileIdsPerTag${at}`
}
