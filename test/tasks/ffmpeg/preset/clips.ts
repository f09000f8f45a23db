/** Clips for presets that are documents, and measurements of what is made of them. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TranscodePresetDocument } from '../../../../schema/documents/transcode-preset.ts'
import { folder, H264, make, programs } from '../../machine.ts'

type Video = NonNullable<TranscodePresetDocument['video']>
export const FAST: Video = { codec: 'h264', preset: ['ultrafast'] }
export const AAC = { codec: 'aac', bitrate: 96_000 }

/** A clip of two seconds with two tones, and the same with subtitles and chapters in a Matroska. */
export async function clips() {
  const place = await folder()
  const clip = await make(join(place.path, 'clip.mov'), [
    ...['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=2'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=2'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=880:sample_rate=48000:duration=2'],
    ...['-map', '0', '-map', '1', '-map', '2', '-timecode', '01:00:00:00', ...H264, '-c:a', 'pcm_s16le'],
  ])
  const srt = (text: string) => `1\n00:00:00,000 --> 00:00:02,000\n${text}\n`
  const chapters = ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=One\n'
  const files = { 'en.srt': srt('English'), 'de.srt': srt('Deutsch'), 'chapters.txt': chapters }
  for (const [name, text] of Object.entries(files)) await writeFile(join(place.path, name), text)
  const at = (name: string) => join(place.path, name)
  const tracks = await make(at('tracks.mkv'), [
    ...['-i', clip, '-i', at('en.srt'), '-i', at('de.srt'), '-i', at('chapters.txt')],
    ...['-map', '0:v', '-map', '0:a', '-map', '1', '-map', '2', '-map_metadata', '3', '-c', 'copy'],
    ...['-metadata:s:s:0', 'language=eng', '-metadata:s:s:1', 'language=ger'],
    ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=ger'],
  ])
  return { place, clip, tracks }
}

/** What a filter says on standard error about one file, or about two. */
export async function said(filter: string, ...paths: readonly string[]): Promise<string> {
  const { ffmpeg } = await programs()
  const inputs = paths.flatMap((path) => ['-i', path])
  const { stderr } = await promisify(execFile)(ffmpeg.path, [
    '-hide_banner',
    ...inputs,
    '-lavfi',
    filter,
    '-f',
    'null',
    '-',
  ])
  return stderr
}

/** How alike the pictures are, 0 … 1. */
export async function similarity(one: string, other: string): Promise<number> {
  return Number(/All:([\d.]+)/.exec(await said('[0:v][1:v]ssim', one, other))?.[1])
}
