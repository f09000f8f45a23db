/** Clips of sound alone, and of every layout of channels. */
import { type Clip, encoded, H264, lavfi, picture, tone, tones } from '../clip.ts'

/** A mov with a picture and one track of PCM. */
const layout = (name: string, property: string, channels: number, named: string) =>
  encoded(name, property, [...picture(2), ...tones(2, channels, named), ...H264, '-c:a', 'pcm_s16le'])

// biome-ignore format: an option and its value on one line
export const SOUND: readonly Clip[] = [
  encoded('sound.flac', 'sound only', [...tone(3), '-c:a', 'flac']),
  encoded('sound.opus', 'sound only', [...tone(3), '-c:a', 'libopus']),
  encoded('sound.ogg', 'sound only (Vorbis)', [...tone(3), '-c:a', 'libvorbis']),
  encoded('sound.wav', 'sound only, 24 bits at 96 kHz', [...tone(3), '-c:a', 'pcm_s24le', '-ar', '96000']),
  encoded('sound.mp3', 'sound only', [...tone(3), '-c:a', 'libmp3lame']),
  encoded('sound.ac3', 'sound only, 5.1(side)', [...tones(3, 6, '5.1(side)'), '-c:a', 'ac3']),
  layout('fl-lfe.mov', 'channels FL and LFE', 2, 'FL+LFE'),
  layout('5.1.mov', 'channels 5.1 (back)', 6, '5.1'),
  layout('5.1-side.mov', 'channels 5.1(side)', 6, '5.1(side)'),
  layout('7.1.mov', 'channels 7.1', 8, '7.1'),
  layout('2.1.mov', 'channels 2.1: three', 3, '2.1'),
  layout('left.mov', 'one channel, labeled FL', 1, 'FL'),
  layout('quad.mov', 'channels quad', 4, 'quad'),
  encoded('ambisonic.mkv', 'ambisonic sound of the first order: four channels', [
    ...picture(2), ...tones(2, 4, 'ambisonic 1'), ...H264, '-c:a', 'libopus', '-mapping_family', '2',
  ]),
  withoutLayout('32-channels.wav', 32),
  withoutLayout('no-layout.wav', 6),
]

/** Filters need a layout, so the channels are interleaved by hand, and read as raw PCM. */
function withoutLayout(name: string, channels: number): Clip {
  const one = `sin(2*PI*(200+100*mod(n,${channels}))*floor(n/${channels})/48000)/8`
  const interleaved = lavfi(`aevalsrc=exprs='${one}':sample_rate=${48_000 * channels}:duration=1`)
  // ffmpeg guesses a layout of six channels, unless the most that it may guess is 0.
  const layout = ['-ch_layout', `${channels}C`, '-guess_layout_max', '0']
  return {
    ...{ name, property: `${channels} channels without a layout` },
    steps: [
      [...interleaved, '-f', 's16le', 'file:channels.raw'],
      ['-f', 's16le', '-ar', '48000', ...layout, '-i', 'channels.raw', `file:${name}`],
    ],
  }
}
