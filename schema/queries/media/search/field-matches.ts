/** Has each field of a search compared as its definition says. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { matchOf } from '../../../metadata/field-match.ts'
import { readFields } from '../fields/metadata-fields.ts'
import type { Criterion } from './criteria.ts'

export async function withMatches(em: EntityManager, criterion: Criterion): Promise<Criterion> {
  const names = namesIn(criterion)
  if (names.length === 0) return criterion
  const types = new Map((await readFields(em, names)).map(({ name, type }) => [name, type]))
  return matching(criterion, types)
}

function namesIn(criterion: Criterion): readonly string[] {
  if (criterion.is === 'field') return [criterion.name]
  return criterion.is === 'text' ? [] : criterion.of.flatMap(namesIn)
}

function matching(criterion: Criterion, types: ReadonlyMap<string, string>): Criterion {
  switch (criterion.is) {
    case 'text':
      return criterion
    case 'field':
      return { ...criterion, match: matchOf(criterion.name, types.get(criterion.name)) }
    case 'all':
    case 'any':
    case 'none':
      return { ...criterion, of: criterion.of.map((one) => matching(one, types)) }
  }
}
