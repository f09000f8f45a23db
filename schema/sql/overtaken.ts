/** Recognizes statements that failed because another transaction came first. Pure. */

/**
 * `gone`: a row of this table that the statement refers to was deleted. `taken`: the value of a key, such as
 * a name, has been given to another row, or the row is still referred to. `again`: two transactions waited
 * for each other, and this one was rolled back.
 */
export type Overtaken =
  | { readonly gone: string; readonly id: string }
  | { readonly taken: string; readonly value: string }
  | { readonly again: true }

/** Undefined for any other error. */
export function overtaken(error: unknown): Overtaken | undefined {
  const { code, detail = '', table = '' } = (error ?? {}) as Failure
  const [, value = '', rest = ''] = /^Key \([^)]*\)=\((.*)\) (.*)$/s.exec(detail) ?? []
  switch (code) {
    case '23503': {
      const gone = /^is not present in table "([^"]+)"/.exec(rest)?.[1]
      return gone === undefined ? { taken: table, value } : { gone, id: value }
    }
    case '23505':
      return { taken: table, value }
    case '40001':
    case '40P01':
      return { again: true }
    default:
      return undefined
  }
}

/** The members of an error of `pg`. */
interface Failure {
  readonly code?: unknown
  readonly detail?: string
  readonly table?: string
}
