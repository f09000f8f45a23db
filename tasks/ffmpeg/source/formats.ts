/** What ffmpeg and ffprobe may open: formats whose files stand for themselves. */

/**
 * ffmpeg's names of the formats that are opened. Left out are those that name other files or addresses (hls,
 * dash, concat, imf, sdp, vobsub …), that are scripts (svg, avisynth, sbg …), and the devices.
 */
// biome-ignore format: a list
export const FORMATS = [
  // Containers
  '3gp', 'asf', 'avi', 'dv', 'f4v', 'flv', 'gxf', 'ivf', 'lxf', 'matroska', 'mov', 'mpeg', 'mpegts', 'mpegvideo',
  'mxf', 'nsv', 'nut', 'ogg', 'pva', 'rm', 'r3d', 'ty', 'webm', 'wtv', 'yuv4mpegpipe',
  // Video streams
  'av1', 'avs2', 'avs3', 'cavsvideo', 'dirac', 'dnxhd', 'h261', 'h263', 'h264', 'hevc', 'evc', 'ipu', 'm4v', 'mjpeg',
  'obu', 'v210', 'vc1', 'vc1test', 'vvc',
  // Audio
  'aac', 'aax', 'ac3', 'ac4', 'adts', 'aiff', 'amr', 'amrnb', 'amrwb', 'ape', 'aptx', 'au', 'caf', 'dsf', 'dts', 'dtshd',
  'eac3', 'flac', 'g722', 'gsm', 'iff', 'ilbc', 'ircam', 'latm', 'loas', 'mlp', 'mp3', 'mpc', 'mpc8', 'nistsphere',
  'oma', 'osq', 'qcp', 's337m', 'sbc', 'shn', 'sox', 'spdif', 'tak', 'truehd', 'tta', 'voc', 'w64', 'wav', 'wv',
  // Pictures
  'apng', 'bmp_pipe', 'cri_pipe', 'dds_pipe', 'dpx_pipe', 'exr_pipe', 'fits', 'gem_pipe', 'gif', 'gif_pipe', 'hdr_pipe',
  'ico', 'image2', 'j2k_pipe', 'jpeg_pipe', 'jpegls_pipe', 'jpegxl_anim', 'jpegxl_pipe', 'pam_pipe', 'pbm_pipe',
  'pcx_pipe', 'pfm_pipe', 'pgm_pipe', 'pgmyuv_pipe', 'pgx_pipe', 'phm_pipe', 'photocd_pipe', 'pictor_pipe', 'png_pipe',
  'ppm_pipe', 'psd_pipe', 'qdraw_pipe', 'qoi_pipe', 'sgi_pipe', 'sunrast_pipe', 'tiff_pipe', 'vbn_pipe', 'webp_pipe',
  'xbm_pipe', 'xpm_pipe', 'xwd_pipe',
  // Subtitles
  'ass', 'dvbsub', 'dvbtxt', 'jacosub', 'lrc', 'mcc', 'microdvd', 'mpl2', 'pjs', 'realtext', 'sami', 'scc', 'srt', 'stl',
  'subviewer', 'subviewer1', 'sup', 'ttml', 'webvtt',
] as const

/**
 * The options and the name of a source, for ffmpeg and ffprobe alike. `format`: the one that ffprobe found,
 * which is then the only one; default: all that may be opened. `file:` before the path keeps names that start
 * with “-” or contain “:” from being read as options or protocols. Pure.
 */
export function inputOf(path: string, format = FORMATS.join(',')): readonly string[] {
  return ['-protocol_whitelist', 'file', '-format_whitelist', format, ...asItIs(path), '-i', `file:${path}`]
}

/** ffmpeg would read a picture named `poster%d.png` as the sequence `poster1.png`, `poster2.png` … */
function asItIs(path: string): readonly string[] {
  return PICTURES.has(extensionOf(path)) && SEQUENCE.test(path)
    ? ['-f', 'image2', '-pattern_type', 'none']
    : []
}

function extensionOf(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
}

/** Why a source is refused by its name alone, before anything is opened; undefined if it is not. Pure. */
export function refusedName(path: string): string | undefined {
  const refused = BY_EXTENSION.get(extensionOf(path))
  return refused && `${path} is ${refused}: it can name other files, so it is not read as media`
}

/** Why ffmpeg or ffprobe refused a format, if one of these messages says so. Pure. */
export function refusedFormat(path: string, messages: readonly string[]): string | undefined {
  for (const message of messages) {
    const format = /\[([^\s\]]+)(?: @ [^\]]*)?\].*Format not on whitelist/.exec(message)?.[1]
    if (format !== undefined) return `${path} has the format “${format}”, which is not read as media`
  }
  return undefined
}

const BY_EXTENSION: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'a playlist': ['m3u', 'm3u8', 'mpd', 'ism', 'isml', 'f4m', 'asx', 'wpl', 'xspf', 'pls'],
    'a list of files': ['concat', 'ffconcat', 'edl', 'aaf'],
    'a session description': ['sdp'],
    'an image script': ['svg', 'svgz', 'msl', 'mvg', 'eps', 'ps', 'pdf', 'ai'],
    'a script': ['avs', 'vpy', 'sbg'],
  }).flatMap(([kind, extensions]) => extensions.map((extension) => [extension, kind] as const)),
)

/** Where ffmpeg takes a path with a pattern, in its folders as well, for the paths of a sequence. */
// biome-ignore format: a list
const PICTURES: ReadonlySet<string> = new Set([
  'bmp', 'dds', 'dpx', 'exr', 'fits', 'gem', 'gif', 'hdr', 'ico', 'j2c', 'j2k', 'jls', 'jp2', 'jpc', 'jpeg', 'jpf', 'jpg',
  'jpx', 'jxl', 'pam', 'pbm', 'pcx', 'pfm', 'pgm', 'pgmyuv', 'phm', 'png', 'pnm', 'ppm', 'psd', 'qoi', 'ras', 'rs', 'sgi',
  'sun', 'tga', 'tif', 'tiff', 'vbn', 'wbmp', 'webp', 'xbm', 'xpm', 'xwd', 'y', 'yuv10', 'im1', 'im8', 'im24', 'ljpg',
  'mjpg', 'mpg1-img', 'mpg2-img', 'mpg4-img', 'img', 'pct', 'pict', 'pic', 'sunras', 'rgb', 'rgba', 'cri', 'pix', 'qtk',
])
const SEQUENCE = /%(\d*d|[*?[\]{}])/
