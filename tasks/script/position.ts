/** Finds where in the script an error was thrown. */

import { beginningOf, storableText } from '../../schema/codec/storable-text.ts'
import { LONGEST_MESSAGE, type ScriptError, type SyntaxFault } from './ended.ts'

/** The names under which QuickJS knows the two sources. */
export const SCRIPT_FILE = 'callsheet:script'
export const API_FILE = 'callsheet:api'

/** What goes around the script. The script starts on the second line. */
export const WRAPPER = ['(async function () {\n', '\n})'] as const
const LINES_BEFORE = 1

const LONGEST_STACK = 8_192

/** As `describe` in api.mjs returns it. */
export interface Thrown {
  readonly message: string
  readonly stack?: string
  /** The class of the error. Its constructor is a frame of the stack, but not where the error was thrown. */
  readonly constructedBy?: string
}

/** Removes the frames of our own code, and names the others by the file and the lines of the script. */
export function failed({ message, stack = '', constructedBy = '' }: Thrown, fileName: string): ScriptError {
  const frames = stack
    .slice(0, LONGEST_STACK)
    .split('\n')
    .filter(
      (frame) => frame.trim() !== '' && !frame.includes(API_FILE) && !frame.includes('<eval> (callsheet'),
    )
  const at = frames
    .filter((frame) => !frame.includes(` at ${constructedBy} (`))
    .map(frameOf)
    .find((frame) => frame !== undefined)
  return {
    ended: 'failed',
    message: storableText(beginningOf(message, LONGEST_MESSAGE)),
    ...(at && { line: at.line, column: at.column }),
    ...(frames.length > 0 && {
      stack: storableText(frames.map((frame) => renamed(frame, fileName)).join('\n')),
    }),
  }
}

/** The position of a syntax error. One beyond the end of the script is about brackets. */
export function syntaxFault({ message, stack = '' }: Thrown, source: string): SyntaxFault {
  const { line = 1, column = 1 } = frameOf(stack) ?? {}
  const lines = source.split('\n')
  if (line <= lines.length)
    return { line, column, message: storableText(beginningOf(message, LONGEST_MESSAGE)) }
  const last = lines.at(-1) ?? ''
  return { line: lines.length, column: last.length + 1, message: 'SyntaxError: unbalanced brackets' }
}

const POSITION = new RegExp(`${SCRIPT_FILE}:(\\d+):(\\d+)`)

function frameOf(frame: string): { readonly line: number; readonly column: number } | undefined {
  const [, line, column] = POSITION.exec(frame) ?? []
  return line === undefined ? undefined : { line: Number(line) - LINES_BEFORE, column: Number(column) }
}

function renamed(frame: string, fileName: string): string {
  const at = frameOf(frame)
  return at ? frame.replace(POSITION, () => `${fileName}:${at.line}:${at.column}`) : frame
}
