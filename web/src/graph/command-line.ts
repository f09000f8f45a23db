/** Which line of a step's log is the command line of a program. Pure. */
import type { Task } from '../api/wire.ts'

/** A program by its path, or one of those that steps run; then an option. Steps log the command before anything the program says. */
const COMMAND = /^(?:'(?:\/|[A-Za-z]:\\)[^']*'|\/\S*|[A-Za-z]:\\\S*|ff(?:mpeg|probe)) -\w/

/** The command line of an attempt, quoted for a shell; undefined when it has run no program, or none yet. */
export function commandLine({ subStep = [] }: Pick<Task, 'subStep'>): string | undefined {
  return subStep.find(({ description }) => COMMAND.test(description))?.description
}
