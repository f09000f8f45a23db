/** The orders of the job list. Pure. */

/** `by`: the `sort` parameter of the API. Ties are broken by id. */
export const SORTS = {
  newest: { word: 'Newest first', by: 'jobId desc' },
  oldest: { word: 'Oldest first', by: 'jobId asc' },
  ended: { word: 'Last ended first', by: 'finishTime desc' },
  priority: { word: 'Highest priority first', by: 'priority desc' },
  progress: { word: 'Least progress first', by: 'progress asc' },
  type: { word: 'By type', by: 'type asc' },
  user: { word: 'By user', by: 'user asc' },
} as const satisfies Readonly<Record<string, { readonly word: string; readonly by: string }>>
export type Sort = keyof typeof SORTS
