/** Settings of scripts: the steps in JavaScript that task definitions have. */
import { integer, optional, optionalInteger, setting } from '../kinds.ts'

/** The end of the description of a limit that a definition can change. */
const BY_METADATA = 'The metadata of a task definition can set another value, by the key'

export const SCRIPTS = {
  scriptThreads: setting(
    'SCRIPT_THREADS',
    'Maximum number of scripts that run on this machine at once; further ones wait for a thread. ' +
      'If not set: four more than it has CPU slots, so that jobs with priority IMMEDIATE find one.',
    optionalInteger(1, 1_024),
  ),
  scriptTime: setting(
    'SCRIPT_TIME',
    `Processor time that a script may use, s. Waiting does not count. ${BY_METADATA} \`scriptTime\`.`,
    integer(10, 1, 3_600),
  ),
  scriptTimeout: setting(
    'SCRIPT_TIMEOUT',
    `Time that a script may take from start to end, s. ${BY_METADATA} \`scriptTimeout\`.`,
    integer(600, 1, 86_400),
  ),
  scriptMemory: setting(
    'SCRIPT_MEMORY',
    `Memory that a script may use, MiB. ${BY_METADATA} \`scriptMemory\`.`,
    integer(64, 2, 1_024),
  ),
  scriptStack: setting(
    'SCRIPT_STACK',
    `Stack that a script may use, KiB. ${BY_METADATA} \`scriptStack\`.`,
    integer(256, 16, 512),
  ),
  scriptLog: setting(
    'SCRIPT_LOG',
    `Log that one run of a script may write, KiB. Further lines are dropped. ${BY_METADATA} \`scriptLog\`.`,
    integer(1_024, 1, 65_536),
  ),
  scriptHosts: setting(
    'SCRIPT_HOSTS',
    'Hosts that scripts may send requests to by `http`, separated by spaces, each with or without a port: ' +
      '`mam.example.com *.example.net 10.0.0.5:8080`. `*` alone: all. Link-local addresses are always refused. ' +
      'If not set: none.',
    optional(/^\S+(\s+\S+)*$/, 'host names separated by spaces'),
  ),
} as const
