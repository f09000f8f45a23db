/** The playlists of HLS (RFC 8216) and the manifest of DASH: read, completed and written. Pure. */

export interface MediaPlaylist {
  /** The file with the header of the segments. */
  readonly init: string
  readonly segments: readonly { readonly file: string; readonly durationS: number }[]
  readonly isComplete: boolean
}

export function mediaPlaylist(text: string): MediaPlaylist {
  const lines = text.split(/\r?\n/)
  const durations = lines.flatMap((line) => /^#EXTINF:([\d.]+)/.exec(line)?.slice(1).map(Number) ?? [])
  const files = lines.filter((line) => line !== '' && !line.startsWith('#'))
  return {
    init: /#EXT-X-MAP:URI="([^"]+)"/.exec(text)?.[1] ?? '',
    segments: files.map((file, at) => ({ file, durationS: durations[at] ?? Number.NaN })),
    isComplete: lines.includes('#EXT-X-ENDLIST'),
  }
}

/** Without the time of day, which means nothing here, and marked as complete. */
export function asOnDemand(text: string): string {
  if (text.includes('#EXT-X-PLAYLIST-TYPE:')) return text
  const marks = '#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n'
  return text
    .replaceAll(/#EXT-X-PROGRAM-DATE-TIME:.*\n/g, '')
    .replace(/(#EXT-X-TARGETDURATION:.*\n)/, `$1${marks}`)
}

/** One playlist for a whole file of subtitles. */
export function subtitlePlaylist(file: string, durationS: number): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:6', `#EXT-X-TARGETDURATION:${Math.ceil(durationS)}`]
  return [
    ...lines,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXTINF:${durationS.toFixed(6)},`,
    file,
    '#EXT-X-ENDLIST',
    '',
  ].join('\n')
}

export interface Variant {
  readonly playlist: string
  /** Bits per second: the highest of a segment, and the average. */
  readonly peak: number
  readonly average: number
  /** Absent for sound alone. */
  readonly width?: number
  readonly height?: number
  readonly frameRate?: number
}

export interface Master {
  /** That of ffmpeg, which knows the codecs. */
  readonly draft: string
  readonly variants: readonly Variant[]
  readonly audio?: {
    readonly playlist: string
    readonly channels: number
    readonly peak: number
    readonly average: number
  }
  readonly subtitles: readonly { readonly playlist: string; readonly language?: string }[]
}

export function masterPlaylist({ draft, variants, audio, subtitles }: Master): string {
  const media = [
    ...(audio
      ? [
          `TYPE=AUDIO,GROUP-ID="audio",NAME="audio",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="${audio.channels}",URI="${audio.playlist}"`,
        ]
      : []),
    ...subtitles.map(({ playlist, language }, at) => {
      const name = language ?? `subtitles ${at + 1}`
      const spoken = language === undefined ? '' : `LANGUAGE="${language}",`
      return `TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="${name}",${spoken}DEFAULT=NO,AUTOSELECT=YES,URI="${playlist}"`
    }),
  ]
  const streams = variants.flatMap(({ playlist, peak, average, width, height, frameRate }) => [
    '#EXT-X-STREAM-INF:' +
      [
        `BANDWIDTH=${Math.ceil(peak + (audio?.peak ?? 0))}`,
        `AVERAGE-BANDWIDTH=${Math.ceil(average + (audio?.average ?? 0))}`,
        ...(width && height ? [`RESOLUTION=${width}x${height}`] : []),
        ...(frameRate ? [`FRAME-RATE=${frameRate.toFixed(3)}`] : []),
        `CODECS="${codecsOf(draft, playlist)}"`,
        ...(audio ? ['AUDIO="audio"'] : []),
        ...(subtitles.length > 0 ? ['SUBTITLES="subtitles"'] : []),
      ].join(','),
    playlist,
  ])
  const head = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']
  return [...head, ...media.map((one) => `#EXT-X-MEDIA:${one}`), ...streams, ''].join('\n')
}

/** As ffmpeg writes them before the playlist. */
function codecsOf(draft: string, playlist: string): string {
  const lines = draft.split('\n')
  const before = lines[lines.indexOf(playlist) - 1] ?? ''
  return /CODECS="([^"]+)"/.exec(before)?.[1] ?? ''
}

/** The names of the segments that the manifest expects, by representation. */
export function segmentsInManifest(manifest: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const [, id = '', body = ''] of manifest.matchAll(
    /<Representation id="([^"]+)"([\s\S]*?)<\/Representation>/g,
  )) {
    const media = /media="([^"]+)"/.exec(body)?.[1]
    if (media === undefined) continue
    const counts = [...body.matchAll(/<S [^>]*?(?:r="(\d+)")?\s*\/>/g)].map(
      ([, more = '0']) => 1 + Number(more),
    )
    const total = counts.reduce((sum, count) => sum + count, 0)
    const nameOf = (number: number) =>
      media.replace('$RepresentationID$', id).replace('$Number%05d$', String(number).padStart(5, '0'))
    found.set(
      id,
      Array.from({ length: total }, (_, at) => nameOf(at + 1)),
    )
  }
  return found
}

/** Each file of subtitles as a set of its own. */
export function withSubtitles(
  manifest: string,
  subtitles: readonly { readonly file: string; readonly language?: string }[],
): string {
  if (manifest.includes('contentType="text"')) return manifest
  const sets = subtitles.map(({ file, language }, at) => {
    const spoken = language === undefined ? '' : ` lang="${language}"`
    const id = `subtitles-${at}`
    return (
      `\t\t<AdaptationSet id="${100 + at}" contentType="text" mimeType="text/vtt"${spoken}>\n` +
      `\t\t\t<Representation id="${id}" bandwidth="256">\n\t\t\t\t<BaseURL>${file}</BaseURL>\n` +
      '\t\t\t</Representation>\n\t\t</AdaptationSet>\n'
    )
  })
  return manifest.replace(/(\t<\/Period>)/, `${sets.join('')}$1`)
}
