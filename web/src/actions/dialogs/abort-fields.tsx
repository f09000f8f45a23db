/** The fields of an abort dialog: the reason, and whether to skip clean-up. */

/** The values of the fields. */
export interface AbortWish {
  readonly reason: string
  readonly skipCleanup: boolean
}

export const NO_WISH: AbortWish = { reason: '', skipCleanup: false }

/** The query parameters of the abort request. */
export function abortQuery({ reason, skipCleanup }: AbortWish) {
  const trimmed = reason.trim()
  return { cleanup: !skipCleanup, ...(trimmed !== '' && { reason: trimmed }) }
}

interface Props {
  readonly fields: AbortWish
  readonly onChange: (fields: AbortWish) => void
  /** Label of the “skip clean-up” checkbox. Default: no checkbox, because clean-up cannot be skipped. */
  readonly skip?: string
}

export function AbortFields({ fields, onChange, skip }: Props) {
  return (
    <>
      <label className="field">
        <span className="field-name">Reason</span>
        <input
          type="text"
          maxLength={500}
          value={fields.reason}
          placeholder="Optional, shown in the history"
          onChange={(event) => onChange({ ...fields, reason: event.target.value })}
        />
      </label>
      {skip !== undefined && (
        <label className="tick">
          <input
            type="checkbox"
            checked={fields.skipCleanup}
            onChange={(event) => onChange({ ...fields, skipCleanup: event.target.checked })}
          />
          {skip}
        </label>
      )}
    </>
  )
}
