/** Writes a closed list of names into a check constraint. */
export const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ')
