/** The empty states of the job list. */
import { useQuery } from '@tanstack/react-query'
import { API } from '../api/base.ts'
import { listSamples } from '../api/list-samples.ts'
import { clearFilters } from '../filter/use-filters.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/toast.tsx'

/** Explains how to start a first job. `user`: the signed-in user. */
export function NoJobsYet({ user }: { readonly user: string }) {
  const { data: [sample] = [], isPending } = useQuery({
    queryKey: ['samples'],
    queryFn: ({ signal }) => listSamples(signal),
  })
  const command = firstJob(user, sample)
  return (
    <section className="empty">
      <Icon name="briefcase" />
      <h2>No jobs yet</h2>
      <p>
        Jobs appear here when someone starts one through the API. Run this command to transcode{' '}
        {sample === undefined && !isPending
          ? 'a file, with its path in place of this one'
          : 'the sample file'}
        ; curl asks for your password.
      </p>
      <pre className="empty-command">
        <code>{command}</code>
      </pre>
      <Button
        icon="copy"
        onClick={() => {
          navigator.clipboard?.writeText(command).then(
            () => say('Command copied.'),
            () => say('The browser blocked copying.', 'bad'),
          )
        }}
      >
        Copy command
      </Button>
    </section>
  )
}

export function NoMatch() {
  return (
    <section className="empty">
      <Icon name="search" />
      <h2>No matches</h2>
      <p>No jobs match these filters. New matches appear automatically.</p>
      <Button onClick={clearFilters}>Clear all filters</Button>
    </section>
  )
}

/** `sample`: the URI of the sample file, if the server has one. */
function firstJob(user: string, sample = 'file:///path/of/a/file.mp4'): string {
  return [
    `curl -u ${user} -H 'Content-Type: application/json' \\`,
    `  '${new URL('job?type=TRANSCODE', API)}' --data-binary @- <<'JSON'`,
    '{"field": [',
    `  {"key": "sourceUri", "value": ${JSON.stringify(sample)}},`,
    '  {"key": "tags", "value": "lowres"}',
    ']}',
    'JSON',
  ].join('\n')
}
