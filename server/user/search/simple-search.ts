/** Searches users and groups as UserSearchDocument and GroupSearchDocument say. Pure. */
import type { UserSearchDocument } from '../../../schema/documents/simple-search.ts'

type Criterion = UserSearchDocument['field'][number]

/** The values of a field of one of them; none for a field that it does not have. */
export type ValuesIn<T> = (one: T, field: string) => readonly string[]

export function found<T>(
  all: readonly T[],
  { field, operator, sort }: Partial<UserSearchDocument>,
  valuesIn: ValuesIn<T>,
): readonly T[] {
  const holds = (one: T) => (criterion: Criterion) => matches(valuesIn(one, criterion.name), criterion.value)
  const matching = all.filter((one) => (field ?? []).every(holds(one)) && combined(operator, holds(one)))
  return matching.toSorted((one, other) => {
    for (const { field: by, order } of sort ?? []) {
      const [left = '', right = ''] = [valuesIn(one, by)[0], valuesIn(other, by)[0]]
      const difference = left.localeCompare(right)
      if (difference !== 0) return order === 'descending' ? -difference : difference
    }
    return 0
  })
}

function combined(operator: UserSearchDocument['operator'], holds: (one: Criterion) => boolean): boolean {
  const { operation = 'AND', field = [] } = operator ?? {}
  switch (operation) {
    case 'AND':
      return field.every(holds)
    case 'OR':
      return field.length === 0 || field.some(holds)
    case 'NOT':
      return !field.some(holds)
  }
}

function matches(values: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((text) => values.some((value) => isLike(value.toLowerCase(), text.toLowerCase())))
}

/** In linear time: the parts between the asterisks are found one after the other. */
function isLike(value: string, text: string): boolean {
  const [head = '', ...rest] = text.split('*')
  const tail = rest.pop()
  if (tail === undefined) return value.includes(text)
  if (!value.startsWith(head)) return false
  let at = head.length
  for (const part of rest) {
    const next = value.indexOf(part, at)
    if (next < 0) return false
    at = next + part.length
  }
  return value.length - tail.length >= at && value.endsWith(tail)
}
