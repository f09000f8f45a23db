import type { BulkAction } from '../../../schema/documents/job-bulk.ts'
import { jobs, whyNot } from '../actions/messages.ts'
import { RefusalsList } from './refusals-list.tsx'
import type { Stage } from './use-bulk.ts'
import { BULK_WORDS } from './words.ts'

interface Given {
  readonly stage: Stage
  readonly action: BulkAction
}

/** How far it is, in words. */
export function BulkStage({ stage, action }: Given) {
  switch (stage.is) {
    case 'looking':
      return <Going said="Looking at what would be done…" stage={stage} />
    case 'foreseen':
      return <Foreseen stage={stage} action={action} />
    case 'doing':
      return <Going said="At it…" stage={stage} />
    case 'done':
      return <Done stage={stage} action={action} />
  }
}

function Going({ said, stage: { soFar, of } }: { readonly said: string; readonly stage: Stage }) {
  return (
    <div className="bulk-going" role="status">
      <p>{said}</p>
      <progress aria-label="Progress" {...(of !== undefined && of > 0 && { max: of, value: soFar.seen })} />
      {of !== undefined && (
        <p className="field-note">
          {soFar.seen.toLocaleString()} of {jobs(of)}
        </p>
      )}
    </div>
  )
}

function Foreseen({ stage: { soFar }, action }: Given) {
  const { done, refused, gone, error } = soFar
  return (
    <>
      {error !== undefined && <Wrong error={error} />}
      {done.length > 0 ? (
        <p>{BULK_WORDS[action].consequence}</p>
      ) : (
        <p>There is nothing that would be done.</p>
      )}
      {gone > 0 && <p>{jobs(gone)} of your selection no longer exist.</p>}
      <RefusalsList title="Left as they are" refused={refused} />
    </>
  )
}

const LEFT_ALONE = 'left alone, as you stopped it.'
const PERHAPS_DONE = 'left; to some of them it may have been done all the same.'

function Done({ stage: { soFar, of = 0 }, action }: Given) {
  const { done, refused, gone, seen, error } = soFar
  return (
    <>
      <p role="status" className="bulk-done">
        <strong>
          {jobs(done.length)} {BULK_WORDS[action].done}.
        </strong>
        {seen < of && ` ${jobs(of - seen)} ${error === undefined ? LEFT_ALONE : PERHAPS_DONE}`}
      </p>
      {error !== undefined && <Wrong error={error} />}
      {gone > 0 && <p>{jobs(gone)} had gone meanwhile.</p>}
      <RefusalsList title="Refused, as they had changed meanwhile" refused={refused} />
    </>
  )
}

function Wrong({ error }: { readonly error: unknown }) {
  return (
    <p className="dialog-refused" role="alert">
      {whyNot(error)}
    </p>
  )
}
