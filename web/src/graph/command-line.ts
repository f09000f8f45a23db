/** Finds the command line of a program in the log of a step. Pure. */
import type { Task } from '../api/wire.ts'

/**
 * A program by path, or ffmpeg or ffprobe, followed by an option. Steps log the command before the program’s
 * output.
 */
const COMMAND = /^(?:'(?:\/|[A-Za-z]:\\)[^']*'|\/\S*|[A-Za-z]:\\\S*|ff(?:mpeg|probe)) -\w/

/** Quoted for a shell; undefined if the attempt has not run a program. */
export function commandLine({ subStep = [] }: Pick<Task, 'subStep'>): string | undefined {
  return subStep.find(({ description }) => COMMAND.test(description))?.description
}
