/** The job type TIMELINE: renders an edit decision list, or a conform document. */
import { jobType } from '../engine/declare/job-type.ts'
import { CONFORM_XML, checkSequence, EDL, SEQUENCE_PARAMETERS } from '../sequence/sequence-parameters.ts'
import { SEQUENCE_STAGES } from '../sequence/sequence-stages.ts'
import type { Tools } from '../tools.ts'

export default jobType<Tools>('TIMELINE', 'Conform of timeline.', SEQUENCE_STAGES, {
  parameters: [
    {
      key: EDL,
      required: false,
      description:
        'An edit decision list in the format CMX 3600: cuts (C), dissolves (D) and black (BL), of picture (V) and sound (A, A2, ' +
        'AA, B). Its sources are found by clip name or reel in `sources`, or by a comment `SOURCE FILE` with a URI. Needed unless ' +
        'there is a `conformXML`.',
    },
    { key: CONFORM_XML, required: false, description: 'A ConformRequestDocument instead, as XML or JSON.' },
    ...SEQUENCE_PARAMETERS,
  ],
  check: checkSequence,
})
