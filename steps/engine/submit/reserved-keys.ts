import type { Parameter } from '../declare/parameter.ts'

/** HH:MM:SS:FF, or with `;` before the frames where frames are dropped; 120 frames a second at most. */
const TIME_CODE = {
  pattern: /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d[:;](\d\d|1[01]\d)$/,
  expected: 'an SMPTE time code such as 10:00:00:00',
}

/** Metadata keys that the documentation reserves, whatever the type of the job (wire.md §10.1). */
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
