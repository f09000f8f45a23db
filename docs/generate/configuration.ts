/** Generates docs/configuration.md: every setting, the command line, and the transcode presets. */
import { SUBJECTS } from '../../config/config.ts'
import type { Setting } from '../../config/kinds.ts'
import { USAGE } from '../../server/process/arguments.ts'
import { CONNECTIONS_NEEDED } from '../../server/process/database/connections.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import { code, NONE, type Page, page, table } from './markdown.ts'

export function configurationPage(presets: readonly Preset[]): Page {
  return page('docs/configuration.md', 'Configuration', 'config/ and server/process/arguments.ts', [
    INTRODUCTION,
    '## Settings',
    ...Object.entries(SUBJECTS).flatMap(([subject, settings]) => [`### ${subject}`, settingsTable(settings)]),
    QUEUE_RULES,
    `## Command line\n\n\`\`\`\n${USAGE.trimEnd()}\n\`\`\``,
    '## Connections to PostgreSQL',
    CONNECTIONS,
    '## Transcode presets',
    'The metadata key `tags` names the presets of a transcode, separated by commas. One run of ffmpeg makes all.',
    table(
      ['Tag', 'Container', 'What it makes'],
      presets.map(({ tag, container, description }) => [code(tag), container, description]),
    ),
  ])
}

const INTRODUCTION = `No setting is required. Settings are environment variables, read once at the start; an
empty variable counts as not set. If any value is wrong, the server does not start, and reports all wrong
values at once, each with its name, its value and what was expected. \`npm start -- --check\` only checks the
settings.`

const QUEUE_RULES = `The first four of the queue are the queue rules. Every start writes them to the database, except those that were changed over
the API ([job pools](api.md#put-configuration-job-pool), [priorities of job
types](api.md#put-configuration-job-priority), [task groups](api.md#put-task-group-group), and
[\`concurrentJobs\`](api.md#put-configuration-properties-key)): these keep their values, whatever the settings.
Each of the four is decided separately, and deleting a rule over the API is a change too. If a setting is given
and differs from the rule in effect, the start logs one warning, and the self-test \`queue-rules\` names it.`

const CONNECTIONS = `A server with its step agent opens at most ${CONNECTIONS_NEEDED.all} connections,
${CONNECTIONS_NEEDED.api} with \`--role api\`, and a worker ${CONNECTIONS_NEEDED.worker}. The PostgreSQL at
DATABASE_URL must allow their sum: \`max_connections\` without the reserved ones, and the connection limits of
the user and the database. A start, and \`npm start -- --check\`, compare these with the number of the role; a
request that gets no connection is answered 503 with Retry-After. Behind PgBouncer, only its session mode works.
With \`max_locks_per_transaction = 512\`, statements over many partitions take their locks faster.`

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
