/** Runs the script of a preset, which changes the preset for one source. */
import { readFileSync } from 'node:fs'
import { readJson, writeJson } from '../../schema/codec/json/json.ts'
import { Malformed } from '../../schema/codec/malformed.ts'
import { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import type { LogLevel } from '../../schema/log-level.ts'
import { ScriptCallRefused, type ScriptCalls } from '../../tasks/script/calls.ts'
import type { ScriptEnded } from '../../tasks/script/ended.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { placed } from '../script/run-script.ts'
import type { PresetScripts } from '../tools.ts'

/** What a script sees beside its preset: documents as JSON. */
export interface ScriptGiven {
  readonly shape: object
  /** Of the item; empty without one. */
  readonly metadata: object
  readonly jobMetadata: Metadata
}

export type ScriptedPreset =
  | { readonly document: TranscodePresetDocument }
  /** `again`: another try may end otherwise. */
  | { readonly failed: string; readonly again: boolean }

/** `tag`: stands for the script in messages. A preset without a script stays as it is. */
export async function scriptedPreset(
  tag: string,
  document: TranscodePresetDocument,
  given: ScriptGiven,
  { scripts, limits }: PresetScripts,
  { signal, log }: { readonly signal: AbortSignal; readonly log: (level: LogLevel, text: string) => void },
): Promise<ScriptedPreset> {
  const { script, ...preset } = document
  if (script === undefined || script === '') return { document }
  let written: string | undefined
  const keep = (text: string): void => {
    written = text
  }
  const ended = await scripts.run(
    {
      ...{ source: `${BEFORE}${script}${AFTER}`, limits, fileName: `shape-tag/${tag}` },
      globals: { given: { ...given, preset: JSON.parse(writeJson(TranscodePresetDocument, preset)) } },
    },
    () => callsOf({ jobMetadata: given.jobMetadata, log, keep }),
    signal,
  )
  if (ended.ended !== 'finished')
    return { failed: `script of “${tag}”: ${reasonOf(ended)}`, again: canPass(ended) }
  try {
    return { document: readJson(TranscodePresetDocument, written ?? '{}') }
  } catch (error) {
    if (error instanceof Malformed)
      return { failed: `script of “${tag}”: it leaves no valid preset: ${error.message}`, again: false }
    throw error
  }
}

const BEANS = readFileSync(new URL('./beans.mjs', import.meta.url), 'utf8')
const BEFORE = `${BEANS}\nawait (async () => {\n`
const LINES_BEFORE = BEFORE.split('\n').length - 1
const AFTER = "\n})(); job.setData('preset', JSON.stringify(plainOf(globalThis.preset)))"

function callsOf({
  jobMetadata,
  log,
  keep,
}: {
  readonly jobMetadata: Metadata
  readonly log: (level: LogLevel, text: string) => void
  readonly keep: (text: string) => void
}): ScriptCalls {
  const refused = async (): Promise<never> => {
    throw new ScriptCallRefused('a script of a preset makes no requests and changes no metadata')
  }
  return {
    ...{ 'job.getId': async () => 'VX-0', 'job.getUser': async () => '', 'job.getStepId': async () => '0' },
    'job.getData': async (key) => jobMetadata[key],
    'job.getKeys': async () => Object.keys(jobMetadata),
    'job.setData': async (key, value) => (key === 'preset' ? keep(value) : refused()),
    ...{ 'job.deleteData': refused, api: refused, http: refused },
    log: async (level, text) => log(level, text),
  }
}

function reasonOf(ended: Exclude<ScriptEnded, { readonly ended: 'finished' }>): string {
  switch (ended.ended) {
    case 'failed': {
      const { line = 0, message, column = 1 } = ended
      return line > LINES_BEFORE ? placed({ message, line: line - LINES_BEFORE, column }) : message
    }
    case 'wait':
      return `it waits: ${ended.reason}`
    case 'stopped':
      return 'it was stopped'
    case 'fail':
    case 'fatalFail':
    case 'limit':
    case 'crashed':
      return ended.message
  }
}

/** A script sees the same each time. */
function canPass({ ended }: ScriptEnded): boolean {
  return ended === 'crashed' || ended === 'stopped'
}
