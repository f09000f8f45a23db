/** Finds the element of a preset that ffmpeg complains about. Pure. */
import type { Preset } from '../plan/preset.ts'

/** As `PresetRead` has it: `video.codec`, and a clause. */
export interface PresetFault {
  readonly element: string
  readonly explanation: string
  readonly value?: string
}

type Encodings = Exclude<Preset, { readonly video: 'copy' }>

/** `messages`: of ffmpeg, or of the plan. The first that is known decides; else the first of all. */
export function elementOf(messages: readonly string[], preset: Encodings): PresetFault {
  for (const message of messages)
    for (const [pattern, of] of KNOWN) {
      const found = pattern.exec(message)
      const named = found && of(found[1] ?? '', preset)
      if (named) return { explanation: `ffmpeg: ${message}`, ...named }
    }
  const first = messages.find((message) => message.trim() !== '') ?? 'it gave no message'
  return { element: 'format', explanation: `this server cannot make such a file: ${first}` }
}

/** `word`: what the pattern has captured. */
type Named = (word: string, preset: Encodings) => Omit<PresetFault, 'explanation'> | undefined

const element =
  (name: string): Named =>
  (value) => ({ element: name, ...(value !== '' && { value }) })

const ofOption: Named = (option, { video, audio }) => {
  const [videos, audios] = [
    typeof video === 'object' ? video.options : {},
    typeof audio === 'object' ? (audio.options ?? {}) : {},
  ]
  if (Object.hasOwn(videos, option))
    return { element: ELEMENTS[option] ?? `video.setting.${option}`, value: String(videos[option]) }
  if (Object.hasOwn(audios, option))
    return { element: `audio.setting.${option}`, value: String(audios[option]) }
  return undefined
}

/** Options of a video encoder that have an element of their own. */
const ELEMENTS: Readonly<Record<string, string>> = {
  ...{ b: 'video.bitrate', g: 'video.gopSize', bf: 'video.maxBFrames' },
  ...{ preset: 'video.preset', profile: 'video.profile' },
}

const KNOWN: readonly (readonly [RegExp, Named])[] = [
  [
    /(?:Unknown|Incompatible|Invalid|Unsupported) pixel format(?: requested:)? '?(\w+)/i,
    element('video.pixelFormat'),
  ],
  [/[Pp]ixel format '?(\w+)'? is (?:not supported|invalid)/, element('video.pixelFormat')],
  [/No such filter: '?(\w+)/, (filter) => ({ element: FILTERS[filter] ?? 'video', value: filter })],
  [/Error (?:setting|applying) option '?([\w-]+)/, ofOption],
  [/parameter '?([\w-]+)'? out of range/, ofOption],
  [/[Ii]nvalid (tune|preset|profile|level)\b/, ofOption],
  [/option '?([\w-]+)'?\b/, ofOption],
  [/Tag (\S+) incompatible with output codec/, element('video.setting.tag')],
  [/Could not find tag for codec (\w+)/, element('format')],
  [
    /(?:are supported for|not (?:currently )?supported in|unsupported (?:audio |video )?codec)/i,
    element('format'),
  ],
  [/[Ss]ample rate (\d+)/, element('audio.framerate')],
  [/channel layout/i, element('callsheet.layout')],
  [/(?:find|Unable to parse|Invalid).* color '?([\w#]+)/, element('video.scaling.padColor')],
  [/frame ?rate/i, element('video.framerate')],
  [/timecode/i, element('startTimecode')],
  [/encoder \S+ needs .* pixels|scaling cuts/, element('video.scaling')],
  [/\bprofile\b/i, element('video.profile')],
  [/\bbit ?rate\b/i, element('video.bitrate')],
]

const FILTERS: Readonly<Record<string, string>> = {
  drawtext: 'video.burnTimecode',
  subtitles: 'video.burnSubtitles',
  loudnorm: 'callsheet.loudness',
}
