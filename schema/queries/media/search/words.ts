/** Conditions on the words of a value, `v.words` and `v.value` of `callsheet.item_value v`. */
import type { ItemCondition } from './condition.ts'

interface Word {
  readonly word: string
  /** It was quoted. */
  readonly isPhrase: boolean
}

export function wordsIn(text: string): readonly Word[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, phrase, word]) => ({
    word: phrase ?? word ?? '',
    isPhrase: phrase !== undefined,
  }))
}

/** Index: `item_value_words`, unless the word has signs or starts with `*`. */
export function wordCondition({ word, isPhrase }: Word): ItemCondition {
  if (isPhrase) return phrase(word)
  return (
    plainWord(word) ??
    // A word with signs is split by the parser in ways that a client cannot know; `*` alone is any value.
    like(`%${patternOf(word)}%`)
  )
}

/**
 * All words must be in the value, in any order; `*` stands for any signs within a word. The value may also
 * match as a whole, which finds values of signs alone.
 */
export function allWordsCondition(text: string): ItemCondition {
  const words = wordsIn(text).map(wordOfFieldCondition)
  if (words.length === 0) return { sql: `v.value = ''`, values: [] }
  const whole = like(patternOf(text))
  return {
    sql: `(${words.map(({ sql }) => sql).join(' and ')} or ${whole.sql})`,
    values: [...words.flatMap(({ values }) => values), ...whole.values],
  }
}

function wordOfFieldCondition({ word, isPhrase }: Word): ItemCondition {
  if (isPhrase) return phrase(word)
  const plain = plainWord(word)
  if (plain) return plain
  if (word.includes('*'))
    return {
      sql: `exists (select from regexp_split_to_table(lower(v.value), '\\s+') as w where w like lower(?))`,
      values: [patternOf(word)],
    }
  const parsed = phrase(word)
  const whole = like(`%${patternOf(word)}%`)
  return {
    sql: `(${parsed.sql} and ${whole.sql})`,
    values: [...parsed.values, ...whole.values],
  }
}

function phrase(word: string): ItemCondition {
  return { sql: `v.words @@ phraseto_tsquery('simple', ?)`, values: [word] }
}

/** A word of letters and digits, or the start of one. */
function plainWord(word: string): ItemCondition | undefined {
  const start = word.replace(/\*$/, '')
  if (!/^[\p{L}\p{N}]+$/u.test(start)) return undefined
  const query = start === word ? `'${start}'` : `'${start}':*`
  return { sql: `v.words @@ to_tsquery('simple', ?)`, values: [query] }
}

function like(pattern: string): ItemCondition {
  return { sql: 'lower(v.value) like lower(?)', values: [pattern] }
}

export function patternOf(value: string): string {
  return value.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%')
}
