/** Reads the audio of a preset from its document. Pure. */
import type { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import type { AudioEncoding, ChannelChoice, Loudness } from '../plan/preset.ts'
import { encoderOf } from './codecs.ts'
import { PresetRefused, refuseElements, within } from './refused.ts'
import { type OnKept, settingsOf } from './settings-of.ts'

type AudioElement = NonNullable<TranscodePresetDocument['audio']>
type Encoded = Pick<
  AudioElement,
  'codec' | 'bitrate' | 'framerate' | 'channel' | 'preset' | 'setting' | 'mix'
>
type Extension = NonNullable<TranscodePresetDocument['callsheet']>

export function audioOf(
  { audio = {}, callsheet = {} }: TranscodePresetDocument,
  kept: OnKept,
): AudioEncoding {
  refuseElements('audio.', audio, ['otif', 'output'])
  const channels = choiceOf('audio', audio, audio)
  return {
    ...encodingOf('audio', audio, callsheet, kept),
    tracks: tracksOf(callsheet),
    ...(callsheet.monoTracks === 'stereo' && { monoTracks: 'stereo pairs' }),
    ...(callsheet.monoTracks === '5.1' && { monoTracks: '5.1' }),
    ...(channels && { channels }),
  }
}

/** The further tracks, each with channels of its own. */
export function audioTracksOf(
  { audioTrack = [], callsheet = {} }: TranscodePresetDocument,
  kept: OnKept,
): readonly AudioEncoding[] {
  return audioTrack.map((track, at) => {
    const element = `audioTrack[${at}]` as const
    const channels = choiceOf(element, track, {})
    return {
      ...encodingOf(element, track, callsheet, kept),
      tracks: tracksOf(callsheet),
      ...(channels && { channels }),
    }
  })
}

function encodingOf(
  at: 'audio' | `audioTrack[${number}]`,
  { codec, bitrate, framerate, ...given }: Encoded,
  { mostChannels, layout, ...extension }: Extension,
  kept: OnKept,
): Omit<AudioEncoding, 'tracks'> {
  const encoder = encoderIn(at, codec)
  const options = settingsOf(at, given, encoder, kept)
  const loudness = loudnessOf(extension)
  return {
    encoder,
    ...(bitrate !== undefined && { bitRate: rate(within(`${at}.bitrate`, bitrate, 1_000, 20_000_000)) }),
    ...(Object.keys(options).length > 0 && { options }),
    sampleRate: sampleRateOf(at, framerate),
    ...(mostChannels !== undefined && {
      mostChannels: within('callsheet.mostChannels', mostChannels, 1, 64),
    }),
    ...(layout !== undefined && { layout }),
    ...(loudness && { loudness }),
  }
}

/** `128k`, as presets are read. */
function rate(bits: number): string {
  return bits % 1_000 === 0 ? `${bits / 1_000}k` : String(bits)
}

export function encoderIn(at: string, codec: string | undefined): string {
  if (codec === undefined) throw new PresetRefused(`${at}.codec`, 'expected a codec, got nothing')
  if (codec === 'copy')
    throw new PresetRefused(`${at}.codec`, 'streams are copied all together, with callsheet.copy', codec)
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(codec))
    throw new PresetRefused(`${at}.codec`, `expected the name of a codec, got “${codec}”`, codec)
  return encoderOf(codec)
}

function sampleRateOf(at: string, framerate: AudioElement['framerate']): number {
  if (!framerate) return 48_000
  const { numerator, denominator } = framerate
  const hertz = denominator / numerator
  if (!Number.isInteger(hertz))
    throw new PresetRefused(
      `${at}.framerate`,
      `expected the duration of a sample such as 1/48000, got ${numerator}/${denominator}`,
      `${numerator}/${denominator}`,
    )
  return within(`${at}.framerate`, hertz, 1_000, 768_000)
}

function tracksOf({ audioTracks = 'default', audioLanguage }: Extension): AudioEncoding['tracks'] {
  return audioLanguage === undefined ? audioTracks : { language: audioLanguage }
}

function loudnessOf({ loudness, truePeak }: Extension): Loudness | undefined {
  if (loudness === undefined) {
    if (truePeak !== undefined)
      throw new PresetRefused('callsheet.truePeak', 'has an effect with callsheet.loudness only', truePeak)
    return undefined
  }
  return {
    lufs: within('callsheet.loudness', loudness, -70, -5),
    truePeak: within('callsheet.truePeak', truePeak ?? -1, -9, 0),
  }
}

/** An empty list says nothing. */
function choiceOf(
  at: string,
  { channel = [], mix = [] }: Pick<Encoded, 'channel' | 'mix'>,
  { stream = [], allChannel = false }: Pick<AudioElement, 'stream' | 'allChannel'>,
): ChannelChoice | undefined {
  for (const one of channel) within(`${at}.channel`, one, 0, 255)
  for (const one of stream) within(`${at}.stream`, one, 0, 255)
  const isChosen = channel.length > 0 || stream.length > 0 || allChannel
  if (mix.length > 0) {
    if (isChosen)
      throw new PresetRefused(
        `${at}.mix`,
        'stands in for channel, stream and allChannel, which are given too',
      )
    return { mix: mix.map((one, number) => mixed(`${at}.mix[${number}]`, one)) }
  }
  if (!isChosen) return undefined
  return { ...(stream.length > 0 && { tracks: stream }), ...(channel.length > 0 && { of: channel }) }
}

type Mix = NonNullable<Encoded['mix']>[number]

function mixed(at: string, { input = [], silence = false }: Mix) {
  if (silence && input.length > 0)
    throw new PresetRefused(`${at}.silence`, 'a silent channel has no input', true)
  if (!silence && input.length === 0) throw new PresetRefused(`${at}.input`, 'expected an input or silence')
  return input.map((one, number) => {
    refuseElements(`${at}.input[${number}].`, one, ['effect', 'id'])
    if (one.channel === undefined)
      throw new PresetRefused(`${at}.input[${number}].channel`, 'expected a channel, got nothing')
    return {
      track: within(`${at}.input[${number}].stream`, one.stream ?? 0, 0, 255),
      channel: within(`${at}.input[${number}].channel`, one.channel, 0, 255),
      gain: within(`${at}.input[${number}].gain`, one.gain ?? 1, -100, 100),
    }
  })
}
