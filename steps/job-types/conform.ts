/** The job type CONFORM: cuts parts of several files together, as a document says. */
import { jobType } from '../engine/declare/job-type.ts'
import {
  CONFORM_XML,
  checkSequence,
  SEQUENCE_PARAMETERS,
  SEQUENCE_XML,
} from '../sequence/sequence-parameters.ts'
import { SEQUENCE_STAGES } from '../sequence/sequence-stages.ts'
import type { Tools } from '../tools.ts'

export default jobType<Tools>('CONFORM', 'Conform of items.', SEQUENCE_STAGES, {
  parameters: [
    {
      key: CONFORM_XML,
      required: false,
      description:
        'A ConformRequestDocument, as XML or JSON. The `id` of a source is a name in `sources`, or a URI; or it has a `uri`. ' +
        'Needed unless there is a `sequenceXML`.',
    },
    {
      key: SEQUENCE_XML,
      required: false,
      description:
        'A SequenceDocument instead, as XML or JSON. The `item` of a segment is a name in `sources`, or a URI.',
    },
    ...SEQUENCE_PARAMETERS,
  ],
  check: checkSequence,
})
