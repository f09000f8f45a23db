/** Generates docs/media.md: what each preset makes of media as it comes. */
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import { SUBJECTS } from '../../test/media/catalogue.ts'
import type { Clip } from '../../test/media/clip.ts'
import { type Expectation, expectations } from '../../test/media/expectations.ts'
import { code, NONE, type Page, page, table } from './markdown.ts'

/** The jobs whose treatment differs, by subject; presets that are left out treat a source like `web`. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  Sound: ['original', 'web', 'prores', 'audio'],
  'Interlaced video': ['original', 'web', 'prores', 'dnxhr', 'THUMBNAIL'],
  Color: ['original', 'web', 'hevc-hdr', 'prores', 'dnxhr', 'THUMBNAIL'],
  Sizes: ['original', 'lowres', 'web', 'hevc', 'dnxhr', 'THUMBNAIL'],
}
const USUAL = ['original', 'web', 'prores', 'audio', 'THUMBNAIL']

export function mediaPage(presets: readonly Preset[]): Page {
  return page('docs/media.md', 'Media as it comes', 'config/presets/ and test/media/expectations.tsv', [
    INTRODUCTION,
    '## Rules of the presets',
    rules(presets),
    RULES,
    ...SUBJECTS.flatMap(({ title, clips }) => [
      `## ${title}`,
      subjectTable(clips, COLUMNS[title] ?? USUAL, title === 'Color'),
    ]),
  ])
}

const kept = expectations()

function subjectTable(clips: readonly Clip[], jobs: readonly string[], saysTags: boolean): string {
  const found = (name: string, job: string) => kept.find((one) => one.clip === name && one.job === job)
  return table(
    ['Source', ...jobs.map((job) => code(job))],
    clips.map(({ name, property }) => [property, ...jobs.map((job) => cell(found(name, job), saysTags))]),
  )
}

const INTRODUCTION = `A transcode follows a plan: from what ffprobe says of each stream and from the preset, it decides what
is taken, what becomes of it, and what the rendition must have then. The plan gives the command, and the rendition is checked
against it. \`POST /job?dryRun=true\` shows the plan before the job exists; the log of the step and the metadata \`mediaPlan\`
keep it. The tables below are what the jobs made of generated clips, each with one property. They leave out color tags where these are
not the point, and streams of a kind that a preset never takes. [expectations.tsv](../test/media/expectations.tsv) has every
preset; \`npm run test:long\` makes all again and compares.

A rendition that lacks more of a stream than \`MAX_MISSING\` allows fails the job. One that lacks less, or differs from its plan, is
kept, and the job ends as FINISHED_WARNING with the step \`check-completeness\` saying what is missing.`

const RULES = `- **Audio tracks.** The default track is the one that the file marks, else the first. Neighboring mono tracks
  are joined to stereo pairs if they have the same language, rate and length, and no label or mark says otherwise.
- **Channels.** Layouts that ffmpeg knows are mixed down by their names, ambisonics to two cardioids, others by the
  side of each channel. Three to eight channels without a layout count as what ffmpeg takes them for, six as 5.1; of more, the
  first two are left and right.
- **Video.** Sides become even, the shape of pixels stays. Pictures without color tags get those that players assume for their size:
  BT.709 for HD, BT.601 for SD. Full range becomes limited. Frames that vary in length vary on, or get the next usual rate.
- **Copies.** \`original\` takes all streams that its container holds. HEVC in mp4 and mov is tagged \`hvc1\`.
- **Sizes.** A picture that the encoder does not accept fails the job before anything is encoded: below 16×16 for HEVC, below
  256×120 for DNxHR, more than 16 384 pixels wide or high for H.264.`

function rules(presets: readonly Preset[]): string {
  return table(
    [
      'Preset',
      'Container',
      'Audio tracks',
      'Mono tracks',
      'Channels',
      'Interlaced',
      'HDR',
      'Variable rate',
      'Size',
    ],
    presets.map(({ tag, container, video, audio }) => [
      ...[code(tag), container],
      ...audioRules(audio),
      ...videoRules(video),
    ]),
  )
}

function audioRules(audio: Preset['audio']): readonly string[] {
  if (audio === 'none') return [NONE, NONE, NONE]
  if (audio === 'copy') return ['all', 'as they are', 'as they are']
  const { tracks, monoTracks = 'as they are', mostChannels } = audio
  return [
    typeof tracks === 'object' ? `in “${tracks.language}”` : tracks,
    monoTracks,
    mostChannels === undefined ? 'all' : `at most ${mostChannels}`,
  ]
}

function videoRules(video: Preset['video']): readonly string[] {
  if (video === 'none') return [NONE, NONE, NONE, NONE]
  if (video === 'copy') return ['kept', 'kept', 'kept', 'as it is']
  const { fields, hdr, constantRate, box } = video
  return [
    fields === 'keep' ? 'kept' : 'deinterlaced',
    hdr === 'keep' ? 'kept' : 'mapped to SDR',
    constantRate ? 'made constant' : 'kept',
    box ? `at most ${box.width}×${box.height}` : 'as it is',
  ]
}

/** What happened beyond a plain encode or copy; why, if it did not work. */
function cell(expectation: Expectation | undefined, saysTags: boolean): string {
  if (!expectation) return NONE
  const { job, state, plan = [], reason = '', file = '' } = expectation
  if (state === 'FAILED_TOTAL') return `**FAILED_TOTAL**: ${short(reason, job)}`
  const words = job === 'THUMBNAIL' ? (/\d+×\d+/.exec(file)?.[0] ?? file) : changes(plan, file, saysTags)
  return state === 'FINISHED_WARNING' ? `**FINISHED_WARNING**: ${short(reason, job)}; ${words}` : words
}

function short(reason: string, job: string): string {
  if (reason.includes('has a name that is too long')) return 'the name would be too long'
  const [missing] = /\d+ % missing/.exec(reason) ?? []
  return (missing ?? reason)
    .replace(/^.*? has no /, 'no ')
    .replace(/^.*: preset “[^”]+”: /, '')
    .replace(`${job} has `, '')
    .replace(/; preset “[^”]+” needs one$/, '')
}

/** The container, and the lines of the plan without the sizes and the plain copies. */
function changes(plan: readonly string[], file: string, saysTags: boolean): string {
  const [extension = ''] = file.split(/[ :]/)
  const lines = plan
    .filter((line) => !/not taken: the preset takes no /.test(line))
    .map((line) =>
      line.replace(
        /^(\S+(?: \d+)?): (?:\d+×\d+|mono|stereo|\d+ channels?|[\d.]+(?:\(\w+\))?)(?:, |$)/,
        '$1: ',
      ),
    )
    .map((line) => (saysTags ? line : line.replace(/(, )?tagged as BT\.\d+/, '').replace(/: , /, ': ')))
    .filter((line) => !/: (copied)?$/.test(line))
  return [extension, ...lines].join('; ')
}
