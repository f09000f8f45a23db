/** How to abort. */
export interface AbortWish {
  readonly reason: string
  readonly skipCleanup: boolean
}

export const NO_WISH: AbortWish = { reason: '', skipCleanup: false }

/** As the API takes it. */
export function abortQuery({ reason, skipCleanup }: AbortWish) {
  const said = reason.trim()
  return { cleanup: !skipCleanup, ...(said !== '' && { reason: said }) }
}

interface Given {
  readonly wish: AbortWish
  readonly onChange: (wish: AbortWish) => void
  /** What leaving out the clean-up means here; undefined: it cannot be left out. */
  readonly skip?: string
}

export function AbortFields({ wish, onChange, skip }: Given) {
  return (
    <>
      <label className="field">
        <span className="field-name">Reason</span>
        <input
          type="text"
          maxLength={500}
          value={wish.reason}
          placeholder="Optional; kept in the history"
          onChange={(event) => onChange({ ...wish, reason: event.target.value })}
        />
      </label>
      {skip !== undefined && (
        <label className="tick">
          <input
            type="checkbox"
            checked={wish.skipCleanup}
            onChange={(event) => onChange({ ...wish, skipCleanup: event.target.checked })}
          />
          {skip}
        </label>
      )}
    </>
  )
}
