/** Opens the log of a process and writes engine events to it. */
import pino from 'pino'
import { onOneLine } from '../../schema/codec/one-line.ts'
import { siteId } from '../../schema/ids.ts'
import type { EngineEvent, Publish } from '../../steps/engine/runtime/events.ts'
import type { ReportLine } from './start-report.ts'

export type Log = pino.Logger

interface Terminal {
  readonly isTerminal: boolean
  readonly hasColors: boolean
}

/** Logs JSON lines; in a terminal, human-readable lines. */
export function openLog(level: string, { isTerminal, hasColors }: Terminal): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return isTerminal
    ? pino(options, { write: (line: string) => process.stdout.write(forPeople(line, hasColors)) })
    : pino(options)
}

/** Logs the report of a start, one line each. */
export function logReport(log: Log, lines: readonly ReportLine[]): void {
  for (const { label, text, fields, isWarning } of lines)
    log[isWarning ? 'warn' : 'info']({ label, ...fields }, text)
}

/** Logs events. The same trouble is logged once in 30 s, however often it is met. */
export function eventLog(log: Log, now: () => number): Publish {
  const last = new Map<string, { readonly error: string; readonly at: number }>()
  return (event) => {
    if (event.type === 'trouble') {
      const { where, error } = event
      const before = last.get(where)
      if (before?.error === error && now() - before.at < REPEAT_AFTER_MS) return
      last.set(where, { error, at: now() })
      if (last.size > MOST_PLACES) last.delete(last.keys().next().value ?? '')
    }
    logEvent(log, event)
  }
}

const REPEAT_AFTER_MS = 30_000
/** The places of trouble name jobs, so that their number has no bound. */
const MOST_PLACES = 1_000

/** Logs an event, at a level by its type. */
function logEvent(log: Log, event: EngineEvent): void {
  const { type, ...details } = event
  switch (type) {
    case 'trouble':
    case 'node-lost':
    case 'node-fenced':
      log.error(sentence(event))
      break
    case 'host-changed':
    case 'node-draining':
      log.warn(details, sentence(event))
      break
    case 'media-programs':
      log[event.trouble === undefined ? 'info' : 'warn'](sentence(event))
      break
    case 'node-joined':
    case 'node-left':
    case 'job-created':
    case 'job-deleted':
    case 'job-moved':
      log.info(details, sentence(event))
      break
    case 'step-moved':
      log.debug(details, sentence(event))
      break
  }
}

/** The human-readable log message of an event. */
export function sentence(event: EngineEvent): string {
  switch (event.type) {
    case 'job-created':
      return `job ${siteId(event.job)} ${event.jobType} created by ${event.user}`
    case 'job-deleted':
      return `job ${siteId(event.job)} deleted by ${event.user}`
    case 'job-moved':
      return `job ${siteId(event.job)} ${event.was === event.became ? event.event : event.became}${because(event.cause)}`
    case 'step-moved':
      return `job ${siteId(event.job)} step ${event.step} attempt ${event.attempt} ${event.became}${because(event.cause)}`
    case 'node-joined':
      return `node ${event.node} (${event.name}) joined`
    case 'host-changed':
      return `agents on ${event.host} report different resources: those of node ${event.node} now apply`
    case 'node-left':
      return `node ${event.node} (${event.name}) left`
    case 'node-lost':
      return `node ${event.node} is dead: ${event.why}`
    case 'node-fenced':
      return `this node (${event.node}) is fenced and stops its attempts: ${event.why}`
    case 'node-draining':
      return `the database has schema ${event.schema}, and node ${event.node} knows only ${event.knows}: it takes no further steps and finishes its ${event.running} running ones`
    case 'media-programs':
      return event.trouble === undefined
        ? 'ffmpeg and ffprobe work again'
        : `this node takes no media steps: ${event.trouble}`
    case 'trouble':
      return `${event.where}: ${event.error}`
  }
}

function because(cause: string | undefined): string {
  return cause === undefined ? '' : `: ${cause}`
}

/** A line of the log for people: its time, its label or else its level, and its message. Pure. */
export function forPeople(line: string, hasColors: boolean): string {
  const {
    time,
    level,
    label,
    msg = '',
  } = JSON.parse(line) as {
    readonly time: string
    readonly level: string
    readonly label?: string
    readonly msg?: string
  }
  const painted = (text: string, color: number) => (hasColors ? `\u001b[${color}m${text}\u001b[0m` : text)
  const head = painted(
    (label ?? level).padEnd(7),
    label !== undefined && level === 'info' ? CYAN : colorOf(level),
  )
  return `${painted(time.slice(11, 19), GRAY)} ${head} ${lines(msg)}\n`
}

/** The lines of a stack trace are indented, so that a text of a client cannot pass for a line of the log. */
function lines(text: string): string {
  return text.split(/\r?\n/).map(onOneLine).join('\n    ')
}

const CYAN = 36
const GRAY = 90

function colorOf(level: string): number {
  switch (level) {
    case 'fatal':
    case 'error':
      return 31
    case 'warn':
      return 33
    default:
      return GRAY
  }
}
