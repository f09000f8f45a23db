/** The job types that Vidispine lists without having jobs of them (wire.md §7.2). */

export const NOT_USED: readonly string[] = ['NONE', 'IMPORT']
