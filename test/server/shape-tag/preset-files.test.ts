/** Presets of files that are added to those that come with Callsheet: the setting PRESETS_DIR. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import { presetFilesIn } from '../../../server/shape-tag/preset-files.ts'
import { folder } from '../../tasks/machine.ts'

const PRESET: TranscodePresetDocument = { format: 'wav', audio: { codec: 'pcm_s16le' } }

async function read(files: Readonly<Record<string, string>>) {
  await using place = await folder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(place.path, name), text)
  try {
    return presetFilesIn([place.path])
  } catch (error) {
    assert.ok(error instanceof Error)
    return error.message.replace(place.path, 'PRESETS')
  }
}

describe('a folder of presets', () => {
  it('has a preset in each file, as JSON or XML, named by the file', async () => {
    const files = await read({
      'a b.json': JSON.stringify(PRESET),
      'two.xml': writeXml(TranscodePresetDocument, PRESET),
      'label.json': '{"description":"a label"}',
      'notes.txt': 'no preset',
    })
    assert.ok(typeof files !== 'string')
    const added = files.filter(({ isShipped }) => !isShipped)
    assert.deepEqual(
      added.map(({ tag, preset }) => [tag, preset?.container]),
      [
        ['a b', 'wav'],
        ['label', undefined],
        ['two', 'wav'],
      ],
    )
  })

  it('may replace a preset that comes with Callsheet', async () => {
    const files = await read({ 'lowres.json': JSON.stringify(PRESET) })
    assert.ok(typeof files !== 'string')
    const lowres = files.filter(({ tag }) => tag === 'lowres')
    assert.deepEqual(
      lowres.map(({ preset, isShipped }) => [preset?.container, isShipped]),
      [['wav', false]],
    )
  })

  const refused: readonly (readonly [file: string, text: string, message: RegExp])[] = [
    ['bad.json', '{"format":"mkvv"}', /^PRESETS\/bad\.json: format: expected one of mp4/],
    ['bad.json', '{"video":{"bitrate":"x"}}', /^PRESETS\/bad\.json: .*video\.bitrate: expected an integer/],
    ['bad.xml', '<TranscodePresetDocument>', /^PRESETS\/bad\.xml: /],
    ['original.json', JSON.stringify(PRESET), /original\.json: the preset “original” cannot be replaced/],
    ['__mp4.json', JSON.stringify(PRESET), /__mp4\.json: the preset “__mp4” cannot be replaced/],
  ]
  for (const [file, text, message] of refused)
    it(`stops the start with ${file}: ${text}`, async () =>
      assert.match(String(await read({ [file]: text })), message))
})
