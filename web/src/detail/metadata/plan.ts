/** Reads the media plan of a job from its metadata. Pure. */
import type { JobDetail } from '../../api/wire.ts'

/** The metadata key of the plan: lines such as `lowres (mp4): video: 640×360, scaled from 1920×1080`. */
export const MEDIA_PLAN = 'mediaPlan'

/** What becomes of one stream in one rendition. */
export interface PlanLine {
  /** `lowres (mp4)`. */
  readonly rendition: string
  /** `video`, `audio 2, audio 3 not taken`. */
  readonly stream: string
  readonly what: string
}

/** Empty if the job has no plan. */
export function planOf({ data = [] }: Pick<JobDetail, 'data'>): readonly PlanLine[] {
  const text = data.find(({ key }) => key === MEDIA_PLAN)?.value ?? ''
  return text.split('\n').flatMap((line) => {
    const [, rendition, stream, what] = /^(\S+ \([^)]+\)): (.+?): (.*)$/.exec(line) ?? []
    return rendition === undefined || stream === undefined ? [] : [{ rendition, stream, what: what ?? '' }]
  })
}
