/** The Callsheet logo. */

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" className="mark-sheet" />
      <path d="M9 10.5h14M9 16h9M9 21.5h5" className="mark-lines" />
      <circle cx="22" cy="20.5" r="3.2" className="mark-dot" />
    </svg>
  )
}
