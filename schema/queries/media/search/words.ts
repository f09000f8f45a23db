/** Conditions on the words of a value, `v.words`. */
import { joinedValues, type SearchClause, type ValueCondition } from './condition.ts'
import { patternOf, valueCondition } from './values.ts'

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

/** Index: `item_value_words`; a word with signs, or that starts with `*`, reads all of `item_value_key`. */
export function wordCondition({ word, isPhrase }: Word): ValueCondition {
  const indexed = isPhrase ? phrase(word) : plainWord(word)
  if (indexed) return { byKey: indexed }
  // A word with signs is split by the parser in ways that a client cannot know; `*` alone is any value.
  return valueCondition(`*${word}*`)
}

/**
 * All words must be in the value, in any order; `*` stands for any signs within a word. The value may also
 * match as a whole, which finds values of signs alone.
 */
export function allWordsCondition(text: string): ValueCondition {
  const words = wordsIn(text).map(wordOfFieldCondition)
  if (words.length === 0) return valueCondition('')
  return joinedValues([joinedValues(words, 'and', 'true'), valueCondition(text)], 'or', 'false')
}

function wordOfFieldCondition({ word, isPhrase }: Word): ValueCondition {
  if (isPhrase) return { byKey: phrase(word) }
  const plain = plainWord(word)
  if (plain) return { byKey: plain }
  if (word.includes('*')) return patternOfWord(word)
  const parsed = phrase(word)
  const sql = `(${parsed.sql} and lower(v.value) like lower(?))`
  return { byKey: { sql, values: [...parsed.values, `%${patternOf(word)}%`] } }
}

/** As a regular expression on the whole value, without signs that have another meaning in lower case. */
function patternOfWord(word: string): ValueCondition {
  const escaped = word.replaceAll(/[!-)+-/:-@[-`{-~]/g, '\\$&').replaceAll('*', '[^[:space:]]*')
  const values = [`(^|[[:space:]])${escaped}([[:space:]]|$)`]
  return {
    byKey: { sql: 'v.key ~ lower(?)', values },
    byValue: { sql: 'lower(v.value) ~ lower(?)', values },
  }
}

function phrase(word: string): SearchClause {
  return { sql: `v.words @@ phraseto_tsquery('simple', ?)`, values: [word] }
}

/** A word of letters and digits, or the start of one. */
function plainWord(word: string): SearchClause | undefined {
  const start = word.replace(/\*$/, '')
  if (!/^[\p{L}\p{N}]+$/u.test(start)) return undefined
  const query = start === word ? `'${start}'` : `'${start}':*`
  return { sql: `v.words @@ to_tsquery('simple', ?)`, values: [query] }
}
