/** The sources and the moments that a ConformRequestDocument names. Pure. */
import type { ConformRequestDocument } from '../../../schema/documents/conform-request.ts'
import type { UnusableDraft } from '../draft.ts'
import type { SourceNames } from '../source-names.ts'

export type Conform = ConformRequestDocument['conform']

/** Of an id or a URI. */
export function sourceUri(
  { id, uri }: { readonly id?: string | undefined; readonly uri?: string | undefined },
  place: string,
  names: SourceNames,
): string | UnusableDraft {
  if (id !== undefined && uri !== undefined) return { refused: `${place}: expected an id or a uri, got both` }
  if (uri !== undefined) return uri
  if (id === undefined) return { refused: `${place}: expected an id or a uri, got neither` }
  return names.get(id) ?? (/^(file:|\/)/.test(id) ? id : unknown(id, place))
}

function unknown(id: string, place: string): UnusableDraft {
  return { refused: `${place}.id: “${id}” is neither a URI nor among the names in sources` }
}

type Point = NonNullable<NonNullable<Conform['timeline']['segment'][number]['source']['interval']>['end']>

export function secondsOf(
  point: Point | undefined,
  { timeBase }: Pick<Conform, 'timeBase'>,
  place: string,
): { readonly seconds: number } | UnusableDraft | undefined {
  if (!point) return undefined
  const base = point.timeBase ?? timeBase
  if (!base) return { refused: `${place}: has no timeBase, nor has conform` }
  const seconds = (point.samples * base.numerator) / base.denominator
  if (base.numerator < 1 || base.denominator < 1)
    return { refused: `${place}.timeBase: ${base.numerator}/${base.denominator} is not a duration` }
  return point.samples < 0 ? { refused: `${place}.samples: ${point.samples} is negative` } : { seconds }
}
