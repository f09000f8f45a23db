import pino from 'pino'
import { siteId } from '../../schema/ids.ts'
import type { EngineEvent } from '../../steps/engine/runtime/events.ts'

export type Log = pino.Logger

/** Lines of JSON; in a terminal, lines for a person. */
export function openLog(level: string, isTerminal: boolean): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return isTerminal
    ? pino(options, { write: (line: string) => process.stdout.write(forPeople(line)) })
    : pino(options)
}

/** Writes an event as a line of the log. */
export function logEvent(log: Log, event: EngineEvent): void {
  const { type, ...details } = event
  switch (type) {
    case 'trouble':
    case 'node-lost':
    case 'node-fenced':
      log.error(sentence(event))
      break
    case 'host-changed':
      log.warn(details, sentence(event))
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

/** What happened, for a person. */
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
      return `the agents of ${event.host} disagree on what this machine has: it is now as the settings of node ${event.node} say, for all of them`
    case 'node-left':
      return `node ${event.node} (${event.name}) left`
    case 'node-lost':
      return `node ${event.node} is lost: ${event.why}`
    case 'node-fenced':
      return `this node (${event.node}) stops its work: ${event.why}`
    case 'trouble':
      return `${event.where}: ${event.error}`
  }
}

function because(cause: string | undefined): string {
  return cause === undefined ? '' : `: ${cause}`
}

function forPeople(line: string): string {
  const { time, level, msg } = JSON.parse(line) as {
    readonly time: string
    readonly level: string
    readonly msg?: string
  }
  return `${time.slice(11, 19)} ${level.padEnd(5)} ${msg ?? ''}\n`
}
