/** What a source has, document by document, and what was left out of it. */
import { Malformed } from '../../../schema/codec/malformed.ts'
import type { TaskDefinitionDocument } from '../../../schema/documents/task-definition.ts'
import type { PlanLine } from '../plan/plan-line.ts'
import type { Recognized } from './recognize.ts'

/** A file or an answer, with its name: a path. */
export interface FoundDocument {
  readonly from: string
  readonly document: Recognized
}

export interface Found {
  readonly documents: readonly FoundDocument[]
  /** What is skipped, or cannot be read. */
  readonly lines: readonly PlanLine[]
}

/** A part of a source, and the name of the document that it is from. */
export interface FoundIn<T> {
  readonly from: string
  readonly it: T
}

/** The definition of a step. */
export type FoundStep = FoundIn<TaskDefinitionDocument & { readonly step: number; readonly jobType: string }>

/** Reads one document. What cannot be read is a failure, because it may have been a definition. */
export function foundIn(from: string, read: () => Recognized | { readonly unknown: string }): Found {
  try {
    const document = read()
    if ('is' in document) return { documents: [{ from, document }], lines: [] }
    return { documents: [], lines: [{ does: 'skip', thing: from, why: document.unknown }] }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    const why = error.path === '' ? error.explanation : error.message
    return { documents: [], lines: [{ does: 'fail', thing: from, why }] }
  }
}

export function together(parts: readonly Found[]): Found {
  return {
    documents: parts.flatMap(({ documents }) => documents),
    lines: parts.flatMap(({ lines }) => lines),
  }
}
