/** Describes the JobPriorityConfigurationDocument of `/configuration/job-priority`. */

import { attribute, content, type DocumentOf, document, list, oneOf, shape, string } from '../document.ts'
import { PRIORITIES } from '../states.ts'

export const JobPriorityConfigurationDocument = document(
  'JobPriorityConfigurationDocument',
  {
    job: list(
      shape({
        type: attribute(string, 'A job type.'),
        value: content(oneOf(PRIORITIES), 'The priority of its jobs, unless a request gives another one.'),
      }),
      'The job types that have a default priority; that of all others is MEDIUM.',
    ),
  },
  { description: 'The default priority of jobs by type.' },
)
export type JobPriorityConfigurationDocument = DocumentOf<typeof JobPriorityConfigurationDocument>
