/** Reads the options of an encoder or a container from a preset. Pure. */
import { isKnown } from './codecs.ts'
import { isOption, refusedValue } from './encoder-options.ts'
import { PresetRefused } from './refused.ts'

export type EncoderOptions = Readonly<Record<string, string>>

interface Given {
  readonly preset?: readonly string[] | undefined
  readonly profile?: readonly string[] | undefined
  readonly setting?: readonly { readonly key: string; readonly value: string }[] | undefined
}

/** What a reading has kept without an effect, as sentences. */
export type OnKept = (sentence: string) => void

/**
 * `preset`, `profile` and `setting` are those of the transcoder that a preset was written for. What ffmpeg
 * has by the same name takes effect; the rest is kept.
 */
export function settingsOf(
  at: 'video' | 'audio' | `audioTrack[${number}]`,
  { preset = [], profile = [], setting = [] }: Given,
  encoder: string,
  kept: OnKept,
): EncoderOptions {
  const options: Record<string, string> = {}
  for (const [name, values] of [
    ['preset', preset],
    ['profile', profile],
  ] as const)
    for (const value of values) {
      if (isKnown(name, value, encoder)) options[name] ??= value
      else kept(`${at}.${name} “${value}” is kept without effect: encoder ${encoder} has none of this name`)
    }
  const part = at === 'video' ? 'video' : 'audio'
  for (const { key, value } of setting) {
    const option = KEYS[key] ?? key
    if (CALLSHEET.has(key)) continue
    if (!isOption(option, part, encoder)) {
      kept(`${at}.setting “${key}” is kept without effect: encoder ${encoder} has none of this name`)
      continue
    }
    options[option] = checked(`${at}.setting`, option, value)
  }
  return options
}

/** Of the container and of the file as a whole. */
export function muxerOptions(
  setting: readonly { readonly key: string; readonly value: string }[],
  muxer: string,
): readonly string[] {
  return setting.flatMap(({ key, value }) => {
    if (!isOption(key, 'file', muxer) || key === 'metadata')
      throw new PresetRefused('muxerSetting', `the container has no option “${key}”`, key)
    const text = checked('muxerSetting', key, value)
    return [`-${key}`, key === 'movflags' && /^[a-z]/.test(text) ? `+${text}` : text]
  })
}

/** Further arguments: pairs of an option, with a stream or without, and its value. */
export function argumentsOf(
  given: readonly string[],
  names: { readonly video: string | undefined; readonly audio: string | undefined; readonly muxer: string },
): readonly string[] {
  for (let at = 0; at < given.length; at += 2) {
    const [word = '', value] = [given[at], given[at + 1]]
    const [, option = '', kind] = /^-([A-Za-z0-9_-]+)(?::([va])(?::\d+)?)?$/.exec(word) ?? []
    const isKnown =
      (kind !== 'a' && names.video !== undefined && isOption(option, 'video', names.video)) ||
      (kind !== 'v' && names.audio !== undefined && isOption(option, 'audio', names.audio)) ||
      (kind === undefined && isOption(option, 'file', names.muxer))
    if (!isKnown)
      throw new PresetRefused(
        'callsheet.argument',
        `“${word}” is not an option of the encoders or the container`,
        word,
      )
    if (value === undefined) throw new PresetRefused('callsheet.argument', `${word} has no value`, word)
    checked('callsheet.argument', option, value)
  }
  return given
}

function checked(element: string, option: string, value: string): string {
  const why = refusedValue(option, value)
  if (why !== undefined) throw new PresetRefused(element, `the value of “${option}” ${why}`, value)
  return value
}

/** Words of Vidispine for options of ffmpeg. */
const KEYS: Readonly<Record<string, string>> = { codecTagString: 'tag', codecTag: 'tag', quality: 'quality' }

/** Read elsewhere. */
const CALLSHEET: ReadonlySet<string> = new Set(['twoPass', 'passes', 'pass'])
