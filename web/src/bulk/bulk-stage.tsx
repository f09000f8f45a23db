/** The body of the bulk dialog: the preview, the progress or the outcome. */
import { jobs, whyNot } from '../actions/messages.ts'
import type { OfferedAction } from '../api/wire.ts'
import { RefusalsList } from './refusals-list.tsx'
import type { Stage } from './use-bulk.ts'
import { BULK_WORDS } from './words.ts'

interface Props {
  readonly stage: Stage
  readonly action: OfferedAction
}

/** Shows the body for each stage. */
export function BulkStage({ stage, action }: Props) {
  switch (stage.is) {
    case 'previewing':
      return <InProgress label="Checking the selected jobs…" stage={stage} />
    case 'previewed':
      return <Preview stage={stage} action={action} />
    case 'running':
      return <InProgress label="Working…" stage={stage} />
    case 'done':
      return <Done stage={stage} action={action} />
  }
}

function InProgress({ label, stage: { soFar, of } }: { readonly label: string; readonly stage: Stage }) {
  return (
    <div className="bulk-going" role="status">
      <p>{label}</p>
      <progress aria-label="Progress" {...(of !== undefined && of > 0 && { max: of, value: soFar.seen })} />
      {of !== undefined && (
        <p className="field-note">
          {soFar.seen.toLocaleString()} of {jobs(of)}
        </p>
      )}
    </div>
  )
}

function Preview({ stage: { soFar }, action }: Props) {
  const { done, refused, gone, error } = soFar
  return (
    <>
      {error !== undefined && <Failure error={error} />}
      {done.length > 0 ? <p>{BULK_WORDS[action].consequence}</p> : <p>No jobs to change.</p>}
      {gone > 0 && (
        <p>
          {jobs(gone)} in your selection no longer {gone === 1 ? 'exists' : 'exist'}.
        </p>
      )}
      <RefusalsList title="Will not change" refused={refused} />
    </>
  )
}

const STOPPED = 'not changed because you stopped.'
const UNCONFIRMED = 'unconfirmed; some of them may have changed.'

function Done({ stage: { soFar, of = 0 }, action }: Props) {
  const { done, refused, gone, seen, error } = soFar
  return (
    <>
      <p role="status" className="bulk-done">
        <strong>
          {jobs(done.length)} {BULK_WORDS[action].done}.
        </strong>
        {seen < of && ` ${jobs(of - seen)} ${error === undefined ? STOPPED : UNCONFIRMED}`}
      </p>
      {error !== undefined && <Failure error={error} />}
      {gone > 0 && <p>{jobs(gone)} already deleted.</p>}
      <RefusalsList title="Refused because they changed in the meantime" refused={refused} />
    </>
  )
}

function Failure({ error }: { readonly error: unknown }) {
  return (
    <p className="dialog-refused" role="alert">
      {whyNot(error)}
    </p>
  )
}
