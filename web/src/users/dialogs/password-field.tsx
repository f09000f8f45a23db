/** The field of a dialog for a new password. */

interface Props {
  readonly label: string
  readonly note?: string
  readonly value: string
  readonly required?: boolean
  readonly onChange: (value: string) => void
}

export function PasswordField({ label, note, value, required = false, onChange }: Props) {
  return (
    <label className="field">
      <span className="field-name">{label}</span>
      <input
        type="password"
        autoComplete="new-password"
        required={required}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {note !== undefined && <span className="field-note">{note}</span>}
    </label>
  )
}
