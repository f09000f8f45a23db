/** The metadata keys that every job type accepts. */
import type { Parameter } from './parameter.ts'

/** HH:MM:SS:FF, with `;` before the frames of a drop-frame time code; at most 120 frames per second. */
const TIME_CODE = {
  pattern: /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d[:;](\d\d|1[01]\d)$/,
  expected: 'an SMPTE time code such as 10:00:00:00',
}

/** Keys that the Vidispine documentation reserves for jobs of any type (wire.md §10.1). */
export const RESERVED_KEYS: readonly Parameter[] = [
  {
    key: 'smpteTimeCode',
    required: false,
    description: 'The first frame to be included in transcoded output.',
    form: TIME_CODE,
  },
  {
    key: 'lastSmpteTimeCode',
    required: false,
    description: 'The last frame to be included in transcoded output.',
    form: TIME_CODE,
  },
  {
    key: 'checksumMode',
    required: false,
    description:
      'Can be set to `transfer` to have the checksum computed during the transfer step of an import.',
    values: ['transfer'],
  },
  {
    key: 'cerifyPriority',
    required: false,
    description: 'The priority to assign to jobs created in Cerify. Default LOW.',
    values: ['LOW', 'MEDIUM', 'HIGH'],
  },
]
