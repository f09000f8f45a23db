/** Plans and renditions of presets that are given as documents. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TranscodePresetDocument } from '../../../../schema/documents/transcode-preset.ts'
import { probe } from '../../../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../../../tasks/ffmpeg/media.ts'
import type { Range } from '../../../../tasks/ffmpeg/plan/taken.ts'
import { presetOf } from '../../../../tasks/ffmpeg/preset/preset-of.ts'
import { ffmpeg } from '../../../../tasks/ffmpeg/run.ts'
import { programs } from '../../machine.ts'
import { planned } from '../plan.ts'

const signal = new AbortController().signal

export function presetFrom(document: TranscodePresetDocument) {
  const read = presetOf('test', document)
  assert.ok('preset' in read, JSON.stringify(read))
  return read.preset
}

export async function mediaOf(path: string): Promise<Media> {
  const probed = await probe(path, { ffprobe: (await programs()).ffprobe, signal })
  assert.ok(probed.ended === 'done', JSON.stringify(probed))
  return probed.media
}

/** The rendition, and the messages of ffmpeg about it. */
export async function madeBy(
  document: TranscodePresetDocument,
  input: string,
  folder: string,
  range?: Range,
): Promise<{ readonly path: string; readonly media: Media; readonly messages: readonly string[] }> {
  const media = await mediaOf(input)
  const plan = planned(presetFrom(document), media, range, input)
  const path = join(folder, `made-${Math.random()}${plan.container.extension}`)
  const messages: string[] = []
  const outcome = await ffmpeg(
    {
      ...{ ffmpeg: (await programs()).ffmpeg, input, media, outputs: [{ plan, path }] },
      ...(range && { range }),
    },
    { signal, onLog: (level, text) => void (level === 'info' || messages.push(text)) },
  )
  assert.equal(outcome.ended, 'done', JSON.stringify(outcome))
  return { path, media: await mediaOf(path), messages }
}
