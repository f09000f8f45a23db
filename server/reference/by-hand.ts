/** Describes in OpenAPI what is no operation, as it answers no document: the live stream and the outputs. */
import { LOG_LEVELS } from '../../schema/log-level.ts'
import { errorRef } from './error-responses.ts'
import { pathVariable } from './parameter-objects.ts'

const READ = { 'x-role': '_job_read', security: [{ basic: [] }, { token: [] }, {}] } as const
const ERRORS = {
  400: errorRef('InvalidInput'),
  401: errorRef('NotAuthorized'),
  403: errorRef('Forbidden'),
  default: errorRef('Error'),
} as const

const FOR_OUTPUTS = [
  { name: 'Range', in: 'header', description: 'One range of bytes.', schema: { type: 'string' } },
  parameter('ticket', 'A ticket of `POST /API/job/{jobId}/output/ticket`, instead of credentials.'),
  parameter('download', 'Have a browser save the file instead of showing it.', { enum: ['true'] }),
]
const OUTPUT_RESPONSES = {
  200: { description: 'The file.', content: { '*/*': { schema: {} } } },
  206: { description: 'A part of the file.', content: { '*/*': { schema: {} } } },
  404: errorRef('NotFound'),
  416: { description: 'The file has no such part.' },
  ...ERRORS,
}

/** As `paths`. */
export const BY_HAND = {
  '/API/stream': {
    get: {
      operationId: 'openTheLiveStream',
      tags: ['stream'],
      summary: 'Open the live stream',
      description:
        'Sends a JSON message when a job is created, changes state, makes progress or is deleted, and the log lines of ' +
        'the job that it watches. A WebSocket, or server-sent events with `Accept: text/event-stream`. A WebSocket ' +
        'watches another job after `{"watch":"VX-1","after":"…","level":"info"}`, and none after `{"watch":null}`. ' +
        'Credentials or a ticket are needed. (Callsheet extension)\n\nRole: `_job_read`.',
      ...READ,
      parameters: [
        parameter('ticket', 'A ticket of `POST /API/stream/ticket`, instead of credentials.'),
        parameter('job', 'The job whose log to watch.'),
        parameter('after', 'Only lines after this position: the `last` of an earlier message.'),
        parameter('level', 'Minimum level of the lines.', { enum: LOG_LEVELS, default: 'debug' }),
      ],
      responses: {
        101: { description: 'The connection is a WebSocket.' },
        200: {
          description: 'The messages, one event each.',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        406: errorRef('NotAcceptable'),
        ...ERRORS,
      },
    },
  },
  '/API/job/{jobId}/output/{number}': {
    get: {
      operationId: 'retrieveAnOutputOfAJob',
      tags: ['job'],
      summary: 'Retrieve an output of a job',
      description:
        'Serves the file, whole or the part that `Range` names. A folder is redirected to its first file. Credentials or a ' +
        'ticket are needed. (Callsheet extension)\n\nRole: `_job_read`.',
      ...READ,
      parameters: [pathVariable('jobId'), pathVariable('number'), ...FOR_OUTPUTS],
      responses: { 302: { description: 'It is a folder.' }, ...OUTPUT_RESPONSES },
    },
  },
  '/API/job/{jobId}/output/{number}/{file}': {
    get: {
      operationId: 'retrieveAFileOfAnOutputOfAJob',
      tags: ['job'],
      summary: 'Retrieve a file of an output of a job',
      description:
        'Serves a file of a folder, such as a package for streaming. With a ticket, the links in playlists and manifests have it ' +
        'too. Credentials or a ticket are needed. (Callsheet extension)\n\nRole: `_job_read`.',
      ...READ,
      parameters: [pathVariable('jobId'), pathVariable('number'), pathVariable('file'), ...FOR_OUTPUTS],
      responses: OUTPUT_RESPONSES,
    },
  },
} as const

function parameter(name: string, description: string, more: Readonly<Record<string, unknown>> = {}) {
  return { name, in: 'query', description, schema: { type: 'string', ...more } }
}
