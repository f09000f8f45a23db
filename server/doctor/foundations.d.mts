/** The types of foundations.mjs. */
import type { Finding } from './finding.ts'

export interface FoundationFacts {
  /** The version of the Node that runs this. */
  readonly running: string
  readonly packaged:
    | { readonly is: 'there'; readonly version: string }
    | { readonly is: 'missing' }
    | { readonly is: 'broken'; readonly why: string }
  readonly packages: readonly {
    readonly name: string
    readonly wanted: string
    readonly found: string | undefined
  }[]
  readonly hasConsole: boolean
}

export function holds(words?: readonly string[]): boolean
export function lookAtFoundations(root?: string): FoundationFacts
export function foundationFindings(facts: FoundationFacts): readonly Finding[]
