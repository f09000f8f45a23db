/** Generates docs/presets.md: how presets are given, and what each of their elements does. */
import { describe } from '../../schema/codec/describe.ts'
import type { AnyDocument } from '../../schema/document.ts'
import type { PresetFile } from '../../steps/preset/preset-file.ts'
import { ENCODERS } from '../../tasks/ffmpeg/preset/codecs.ts'
import {
  AUDIO_OPTIONS,
  ENCODER_OPTIONS,
  MUXER_OPTIONS,
  VIDEO_OPTIONS,
} from '../../tasks/ffmpeg/preset/encoder-options.ts'
import { code, codes, type Page, page, table } from './markdown.ts'

export function presetsPage(document: AnyDocument, files: readonly PresetFile[]): Page {
  const rows = describe(document)
    .map(({ path, description, place }) => ({
      element: path.slice(document.name.length + 1),
      isAttribute: place === 'attribute',
      description,
    }))
    .filter(({ description }) => description !== '')
  const refused = rows.filter(({ description }) => description.startsWith('Refused'))
  return page('docs/presets.md', 'Presets', 'schema/documents/transcode-preset.ts and config/presets/', [
    INTRODUCTION,
    '## Those that come with Callsheet',
    table(
      ['Tag', 'Container', 'What it makes'],
      files.map(({ tag, preset, document: { description = '' } }) => [
        code(tag),
        preset?.container ?? 'a folder',
        description,
      ]),
    ),
    FILES,
    '## Elements',
    ELEMENTS,
    table(
      ['Element', 'Effect'],
      rows
        .filter((row) => !refused.includes(row))
        .map(({ element, isAttribute, description }) => [named(element, isAttribute), description]),
    ),
    'These are refused with 400 and their name, unless they are `false`:',
    refused.map(({ element, isAttribute }) => named(element, isAttribute)).join(', '),
    '## Codecs',
    'Any encoder of ffmpeg can be named as it is. These names stand for one:',
    table(
      ['Codec', 'Encoder'],
      Object.entries(ENCODERS).map(([codec, encoder]) => [code(codec), code(encoder)]),
    ),
    '## Options',
    OPTIONS,
    table(
      ['Of', 'Options'],
      [
        ['any video encoder', codes([...VIDEO_OPTIONS])],
        ['any audio encoder', codes([...AUDIO_OPTIONS])],
        ...listed(ENCODER_OPTIONS),
        ...listed(MUXER_OPTIONS).map(([name = '', options = '']) => [`the container ${name}`, options]),
      ],
    ),
    SCRIPTS,
  ])
}

function named(element: string, isAttribute: boolean): string {
  const names = element.split('.')
  const last = names.pop() ?? ''
  return code([...names, isAttribute ? `@${last}` : last].join('.'))
}

function listed(options: Readonly<Record<string, ReadonlySet<string>>>): readonly (readonly string[])[] {
  return Object.entries(options).map(([name, set]) => [code(name), codes([...set])])
}

const INTRODUCTION = `A preset says how a rendition is made of a source. Vidispine calls its name a shape tag. The metadata key \`tags\` of a
TRANSCODE job names presets, separated by commas; one run of ffmpeg makes all of them.

\`\`\`sh
curl -u admin:admin -X PUT -H 'Content-Type: application/json' http://localhost:8080/API/shape-tag/review \\
  -d '{"format":"mp4","audio":{"codec":"aac","bitrate":128000},
       "video":{"codec":"h264","scaling":{"width":1280,"height":720,"padColor":"black"},"burnTimecode":true},
       "callsheet":{"loudness":-23,"subtitleLanguage":"ger"}}'
curl -u admin:admin 'http://localhost:8080/API/shape-tag/review/command?sourceUri=file:///srv/media/clip.mov'
\`\`\`

A preset is checked when it is written: first each value, then by an encode of some frames of a test picture, confined
like that of a job. What the ffmpeg of that server cannot do is 400 with the element and its value. Another node can have
another ffmpeg: there, the job fails and says why. An encoder of a GPU is not tried, nor is a preset whose test takes
longer than 20 s; the answer then has a warning in \`X-Callsheet-Warning\`.

A job keeps the presets that it was created with. When a tag is changed or deleted, jobs that exist go on as before, and so
do their retries; a duplicate is a new job.`

const FILES = `\`original\` and the tags with \`__\` cannot be changed. The others can be replaced and deleted over the API, and
\`PUT /APIinit/preset-templates\` brings deleted ones back.

A file \`NAME.json\` or \`NAME.xml\` in \`config/presets/\` or in the folder \`PRESETS_DIR\` is a preset too, named by the file. Files are
read and checked at the start, which fails with the file and the element if one is wrong. The servers of a farm need them, workers do
not: jobs bring their presets along. A tag over the API goes before a file of its name.`

const ELEMENTS = `An element that is not listed is ignored, as in every document. An element without an effect is refused, with one exception:
\`preset\`, \`profile\` and \`setting\` can be those of another transcoder. Where ffmpeg's encoder has one of that name, it takes effect; the rest is
kept, and the answer says so in \`X-Callsheet-Warning\`.

Without \`format\`, a tag is a label: it can be kept, and size thumbnails (\`thumbnailResolution\`, \`thumbnailPeriod\` with a THUMBNAIL job), but nothing
is transcoded to it. \`preferredSourceTag\` and \`shapeMetadata\` are about items and their shapes; jobs on plain URIs have none.

The order of what is done to a picture: fields, frame rate, \`top\` to \`right\`, \`rotate\`, \`targetDAR\`, size and colors, bars,
subtitles, pictures, texts, time code. Width and height together are the exact size: the picture keeps its shape by the shape of its pixels, or with
\`padColor\` by bars.`

const OPTIONS = `\`setting\` of audio and video, \`muxerSetting\`, and the arguments of administrators can be these and no others. None of them names a file, reads
one or opens a connection, and a parameter of x264, x265, SVT-AV1 or libaom that names a file is refused.`

const SCRIPTS = `## Scripts

The element \`script\`, or \`PUT /shape-tag/NAME/script\`, is JavaScript that changes the preset for each source. It runs in the [sandbox](scripts.md) of
all scripts, with their limits, after the source has been analyzed, in the step “Preparing transcode.”, which only jobs of such presets have. A
script that fails, or leaves a preset that is refused, fails the job there. It can make no requests and change no metadata.

| variable | what it is |
| --- | --- |
| \`preset\` | the preset, without its script; what it is at the end counts |
| \`shape\` | the source: \`containerComponent\`, \`videoComponent\`, \`audioComponent\`, \`subtitleComponent\` |
| \`metadata\` | the metadata of the item; empty for a job on a URI |
| \`jobMetadata\` | the metadata of the job |
| \`job.log(…)\` | writes to the log of the step |

They can be used as JavaBeans or as plain objects:

\`\`\`js
if (shape.getVideoComponent().get(0).getResolution().getWidth() > 1920) preset.getVideo().setBitrate(8000000)
if (jobMetadata.get('quality') === 'low') preset.getVideo().getSetting().add({ key: 'crf', value: '30' })
\`\`\``
