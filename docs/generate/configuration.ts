import { SUBJECTS } from '../../config/config.ts'
import type { Setting } from '../../config/kinds.ts'
import { USAGE } from '../../server/process/arguments.ts'
import type { Preset } from '../../tasks/ffmpeg/preset.ts'
import { code, NONE, type Page, page, table } from './markdown.ts'

/** Every setting, the command line, and the transcode presets. */
export function configurationPage(presets: readonly Preset[]): Page {
  return page('docs/configuration.md', 'Configuration', 'config/ and server/process/arguments.ts', [
    INTRODUCTION,
    '## Settings',
    ...Object.entries(SUBJECTS).flatMap(([subject, settings]) => [`### ${subject}`, settingsTable(settings)]),
    `## Command line\n\n\`\`\`\n${USAGE.trimEnd()}\n\`\`\``,
    '## Transcode presets',
    'A transcode names its presets in the metadata key `tags`, separated by commas; all are made in one run of ffmpeg.',
    table(
      ['Tag', 'Container', 'What it makes'],
      presets.map(({ tag, container, description }) => [code(tag), container, description]),
    ),
  ])
}

const INTRODUCTION = `Nothing has to be set. What can be is set by environment variables, which are read once, at the start; an empty one
counts as absent. Whatever is wrong is told all at once, with the name, the value and what was expected, and the server
does not start. \`npm start -- --check\` checks and does no more.`

function settingsTable(settings: Readonly<Record<string, Setting<unknown>>>): string {
  return table(
    ['Variable', 'Default', 'Description'],
    Object.values(settings).map(({ variable, fallback, description }) => [
      code(variable),
      fallback ? code(fallback) : NONE,
      description,
    ]),
  )
}
