import { API } from '../api/base.ts'
import { clearFilters } from '../filter/use-filters.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/toast.tsx'

/** There is no job at all yet: how to make one. `user`: who is signed in. */
export function NoJobsYet({ user }: { readonly user: string }) {
  const command = firstJob(user)
  return (
    <section className="empty">
      <Icon name="briefcase" />
      <h2>No jobs yet</h2>
      <p>
        Jobs appear here as soon as somebody starts one over the API. This one, from the folder of the server,
        transcodes the sample that the first start has written; curl asks for your password.
      </p>
      <pre className="empty-command">
        <code>{command}</code>
      </pre>
      <Button
        icon="copy"
        onClick={() => {
          navigator.clipboard?.writeText(command).then(
            () => say('The command is copied.'),
            () => say('The browser does not let it be copied.', 'bad'),
          )
        }}
      >
        Copy the command
      </Button>
    </section>
  )
}

export function NoMatch() {
  return (
    <section className="empty">
      <Icon name="search" />
      <h2>No job matches</h2>
      <p>Nothing is like this at the moment. New jobs that match appear by themselves.</p>
      <Button onClick={clearFilters}>Clear all filters</Button>
    </section>
  )
}

function firstJob(user: string): string {
  return [
    `curl -u ${user} -H 'Content-Type: application/json' \\`,
    `  '${new URL('job?type=TRANSCODE', API)}' --data-binary @- <<JSON`,
    '{"field": [',
    '  {"key": "sourceUri", "value": "file://$PWD/data/media/sample.mp4"},',
    '  {"key": "tags", "value": "lowres"}',
    ']}',
    'JSON',
  ].join('\n')
}
