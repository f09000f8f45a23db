/** The self-test of what this machine keeps from ffmpeg and ffprobe. */
import type { Tools } from '../../steps/tools.ts'
import type { Confinement } from '../../tasks/program/confinement.ts'
import type { SelfTest } from '../http/context.ts'

/** Never fails: the list of formats protects machines that cannot confine programs. */
export function confinementSelfTest({ confinement }: Pick<Tools, 'confinement'>): SelfTest {
  return {
    name: 'confinement',
    description: 'Says how far ffmpeg and ffprobe are confined.',
    async run() {
      return { status: 'ok', messages: messagesOf(await confinement()) }
    },
  }
}

/** Pure. */
export function messagesOf({ withoutNetwork, withFiles, withMemory }: Confinement): string[] {
  return [
    withoutNetwork.length > 0
      ? 'ffmpeg and ffprobe have no network.'
      : 'ffmpeg and ffprobe have a network: this machine does not allow a network namespace.',
    withFiles.length > 0
      ? 'They see only their source, their output and the programs of the system.'
      : 'They see all files of their user: Landlock, perl or setpriv is missing.',
    withMemory.length > 0 ? 'Their memory is limited.' : 'Their memory is not limited.',
  ]
}
