/** Errors that end a start, with a message for the operator instead of a stack trace. */

/** The operator can fix this. The message is printed alone, so it must say what to do or what is wrong. */
export class CannotStart extends Error {
  override readonly name: string = 'CannotStart'
}

/**
 * The message of an error that the operator can fix: one that was made for them, or one of the operating
 * system, such as a full disk. Undefined for any other, whose stack trace is needed. Pure.
 */
export function operatorMessage(error: unknown): string | undefined {
  if (error instanceof CannotStart) return error.message
  return isSystemError(error) ? `Cannot start: ${inWords(error)}` : undefined
}

/** `EROFS: read-only file system, mkdir '/x'` → `read-only file system, mkdir '/x'`. Pure. */
export function inWords({ message }: Error): string {
  return message.replace(/^E[A-Z0-9]+: /, '')
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  return code !== undefined && syscall !== undefined
}
