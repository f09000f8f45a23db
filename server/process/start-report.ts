/** What a start says: the addresses, folders and programs that it uses, in at most five lines. Pure. */
import type { HostCapacity } from '../../schema/queries/nodes/join-node.ts'
import type { Program } from '../../tasks/ffmpeg/programs.ts'

/** What a start has found. */
export interface StartFacts {
  readonly version: string
  /** The API of this process; absent for a worker. */
  readonly api?: {
    readonly url: string
    readonly hostName: string
    /** Whether `admin` still has the default password. */
    readonly defaultPassword: boolean
    /** Path of the sample; undefined if there is none. */
    readonly sample: string | undefined
  }
  readonly dataDir: string
  readonly mediaRoots: readonly { readonly path: string; readonly exists: boolean }[]
  /** The slots of the step agent; absent without one. */
  readonly slots?: HostCapacity['slots']
  readonly programs:
    | { readonly ffmpeg: Program; readonly ffprobe: Program }
    | { readonly missing: readonly string[] }
  readonly postgres: { readonly version: string; readonly isEmbedded: boolean }
}

/** One line: for people the label and the text, for programs the fields. */
export interface ReportLine {
  readonly label: string
  readonly text: string
  readonly fields: Readonly<Record<string, unknown>>
  /** Whether an operator should look at it. */
  readonly isWarning: boolean
}

export function startReport(facts: StartFacts): readonly ReportLine[] {
  const { api } = facts
  return [
    ...(api ? [consoleLine(facts.version, api), userLine(api)] : [workerLine(facts)]),
    dataLine(facts),
    mediaLine(facts),
    machineLine(facts),
  ]
}

type Api = NonNullable<StartFacts['api']>

function consoleLine(version: string, { url, hostName }: Api): ReportLine {
  // A server that listens on every address is reached by its name.
  const reached = url.replace(/\/\/(0\.0\.0\.0|\[::\]):/, `//${hostName}:`)
  const [console, reference] = [`${reached}/console/`, `${reached}/docs/`]
  const text = `Callsheet ${version} listens on ${url}, console ${console}, API reference ${reference}`
  return line('Console', text, { url, console, reference })
}

function userLine({ defaultPassword }: Api): ReportLine {
  const user = 'admin'
  const text = defaultPassword
    ? 'admin, with the default password “admin”, valid only from this machine (npm run user -- password admin)'
    : 'admin, with the password that was set'
  return line('User', text, { user, defaultPassword })
}

function workerLine({ version, dataDir, postgres }: StartFacts): ReportLine {
  const on = postgres.isEmbedded ? dataDir : 'DATABASE_URL'
  return line('Worker', `Callsheet ${version} runs as a worker on ${on}`, {})
}

function dataLine({ dataDir, api }: StartFacts): ReportLine {
  const sample = api?.sample
  return line('Data', `${dataDir}${sample === undefined ? '' : `, sample ${sample}`}`, {
    dataDir,
    ...(sample !== undefined && { sample }),
  })
}

function mediaLine({ mediaRoots }: StartFacts): ReportLine {
  const text = mediaRoots.map(({ path, exists }) => (exists ? path : `${path} (missing)`)).join(', ')
  const paths = mediaRoots.map(({ path }) => path)
  return line(
    'Media',
    text,
    { mediaRoots: paths },
    mediaRoots.some(({ exists }) => !exists),
  )
}

function machineLine({ slots, programs, postgres }: StartFacts): ReportLine {
  const isMissing = 'missing' in programs
  const database = `PostgreSQL ${postgres.version}${postgres.isEmbedded ? ' (embedded)' : ''}`
  const found = isMissing
    ? programs.missing.map((why) => `no working ${why}`)
    : [`ffmpeg ${programs.ffmpeg.version} (${programs.ffmpeg.path})`]
  const fields = {
    ...(slots && { slots }),
    ...(isMissing
      ? { missing: programs.missing }
      : { ffmpeg: programs.ffmpeg.path, ffprobe: programs.ffprobe.path }),
    postgres: postgres.version,
  }
  return line('Machine', [slotsInWords(slots), ...found, database].join(', '), fields, isMissing)
}

function slotsInWords(slots: StartFacts['slots']): string {
  if (slots === undefined) return 'no step agent'
  const words = Object.entries(slots).map(([category, count]) => `${count} ${category}`)
  return `slots: ${words.join(' + ')}`
}

function line(label: string, text: string, fields: ReportLine['fields'], isWarning = false): ReportLine {
  return { label, text, fields, isWarning }
}
