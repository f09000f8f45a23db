/** Clips with several audio or video tracks. */
import { AAC, type Clip, encoded, H264, picture, times, tone, tones } from '../clip.ts'

/** A picture and so many tones, each a track: 200 Hz, 300 Hz and so on. */
const monos = (count: number) => [
  ...[...picture(2), ...times(count, (at) => tone(2, 200 + 100 * at))],
  ...['-map', '0:v', ...times(count, (at) => ['-map', `${at + 1}:a`])],
]

// biome-ignore format: an option and its value on one line
export const TRACKS: readonly Clip[] = [
  encoded('eight-monos.mxf', 'eight mono PCM tracks', [
    ...monos(8), '-c:v', 'mpeg2video', '-b:v', '2M', '-c:a', 'pcm_s24le',
  ]),
  encoded('eight-monos.mov', 'eight mono PCM tracks', [...monos(8), ...H264, '-c:a', 'pcm_s24le']),
  encoded('six-monos.mov', 'six mono PCM tracks', [...monos(6), ...H264, '-c:a', 'pcm_s16le']),
  encoded('left-and-right.mov', 'two mono PCM tracks, labeled FL and FR', [
    ...picture(2), ...tones(2, 1, 'FL'), ...tones(2, 1, 'FR'), '-map', '0:v', '-map', '1:a', '-map', '2:a',
    ...H264, '-c:a', 'pcm_s16le',
  ]),
  encoded('second-is-default.mkv', 'the second audio track is the default', [
    ...monos(2), ...H264, ...AAC, '-disposition:a:0', '0', '-disposition:a:1', 'default',
  ]),
  encoded('two-languages.mp4', 'audio tracks in English and German', [
    ...monos(2), ...H264, ...AAC, '-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=deu',
  ]),
  encoded('two-pictures.mp4', 'two video tracks of different sizes', [
    ...picture(2), ...picture(2, '160x90'), ...tone(2), '-map', '0', '-map', '1', '-map', '2', ...H264,
    ...AAC,
  ]),
]
