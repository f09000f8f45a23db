/** Where the transcode presets are that come with Callsheet: a document a file, named by its tag. */

/** Files that are added here, `NAME.json` or `NAME.xml`, are presets as well. */
export const PRESETS_FOLDER: URL = new URL('./presets/', import.meta.url)

/** Those that come with Callsheet, in the order of the reference documentation. */
export const SHIPPED = [
  ...['original', 'lowres', 'web', 'hevc', 'hevc-hdr', 'prores', 'dnxhr', 'audio', 'hls'],
  ...['__mp4', '__mov', '__webm', '__mp3', '__wav', '__jpeg', '__png'],
] as const
