/** A hook that names the selected job in the title of the tab. */
import { useEffect } from 'react'
import { aboutOf } from '../about/about.ts'
import { useJob } from '../detail/use-job.ts'
import { useOpenItem } from '../items/use-items.ts'
import { useSelection } from '../jobs/use-selection.ts'
import { lookOf } from '../state/look.ts'

/** `Running · interview.mp4 · VX-12 · Callsheet`. `view`: the title without a job or an item. */
export function useTitle(view: string): void {
  const jobId = useSelection()
  const { data: job } = useJob(jobId ?? '', jobId !== undefined)
  const itemId = useOpenItem()
  const other = itemId === undefined ? [view] : [itemId, view]
  const title = [...(jobId === undefined ? other : titleOf(jobId, job)), 'Callsheet'].join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}

function titleOf(jobId: string, job: ReturnType<typeof useJob>['data']): readonly string[] {
  if (!job) return [jobId]
  return [lookOf(job).word, aboutOf(job).name, jobId]
}
