import assert from 'node:assert/strict'
import type { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import { scriptedPreset } from '../../../steps/preset/preset-script.ts'
import { bench } from '../context.ts'

const PRESET: TranscodePresetDocument = { format: 'mp4', video: { codec: 'h264' } }
const SHAPE = { videoComponent: [{ resolution: { width: 640, height: 360 } }] }

async function run(script: string, preset = PRESET) {
  await using place = await bench()
  const lines: string[] = []
  const here = {
    signal: new AbortController().signal,
    log: (_: string, text: string) => void lines.push(text),
  }
  const given = { shape: SHAPE, metadata: {}, jobMetadata: { priority: 'HIGH' } }
  const made = await scriptedPreset('web', { ...preset, script }, given, place.tools.presetScripts, here)
  return {
    ...('document' in made ? { video: made.document.video } : made),
    ...(lines.length > 0 && { lines }),
  }
}

describe('a script of a preset', () => {
  const cases: readonly (readonly [title: string, script: string, made: object])[] = [
    [
      'sets a value by its JavaBean method',
      'preset.getVideo().setBitrate(1000000)',
      { video: { codec: 'h264', bitrate: 1_000_000 } },
    ],
    ['sets a value as a property', 'preset.video.bitrate = 5', { video: { codec: 'h264', bitrate: 5 } }],
    [
      'reads the shape of the source, and creates objects of Vidispine’s classes',
      'var width = shape.getVideoComponent().get(0).getResolution().getWidth()\n' +
        'var scaling = new com.vidispine.generated.ScalingType()\nscaling.setWidth(width / 2)\npreset.getVideo().setScaling(scaling)',
      { video: { scaling: { width: 320 }, codec: 'h264' } },
    ],
    [
      'adds to a list that the preset does not have yet',
      'preset.getVideo().getSetting().add({ key: "crf", value: "20" })',
      { video: { codec: 'h264', setting: [{ key: 'crf', value: '20' }] } },
    ],
    [
      'reads the metadata of the job, and writes to its log',
      'if (jobMetadata.containsKey("priority")) job.log(jobMetadata.get("priority"))',
      { video: { codec: 'h264' }, lines: ['HIGH'] },
    ],
    ['may return early', 'return; preset.video.bitrate = 5', { video: { codec: 'h264' } }],
    [
      'that fails says where',
      '\n\npreset.getFoo().bar()',
      {
        failed: "script of “web”: line 3, column 16: TypeError: cannot read property 'bar' of null",
        again: false,
      },
    ],
    [
      'makes no requests',
      'api.path("job").get()',
      {
        failed:
          'script of “web”: line 1, column 20: Error: a script of a preset makes no requests and changes no metadata',
        again: false,
      },
    ],
    [
      'must leave a preset',
      'preset.video.bitrate = "fast"',
      {
        failed:
          'script of “web”: it leaves no valid preset: TranscodePresetDocument.video.bitrate: expected an integer, got “fast”',
        again: false,
      },
    ],
  ]
  for (const [title, script, made] of cases) it(title, async () => assert.deepEqual(await run(script), made))

  it('ends at the limits of scripts', async () => {
    const made = await run('for (;;);')
    assert.ok('failed' in made)
    assert.match(String(made.failed), /script of “web”: Time limit of 500 ms exceeded/)
  })
})
