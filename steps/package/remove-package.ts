/** The steps that remove what is left of a package: its mark after success, its folders after a failure. */
import { rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMarked, removeFolder, removeHidden } from '../../tasks/files/folders.ts'
import { namesIn } from '../../tasks/files/open-folder.ts'
import { finished, type Step } from '../engine/declare/step.ts'
import { itemOf } from '../item/rendition-shapes.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { ownFolder } from '../transcode/renditions.ts'
import type { MadePackage } from './make-package.ts'
import { isPartialOf, packageWork } from './package-work.ts'

export const removePackageMark: Step<Tools> = {
  name: 'remove-package-mark',
  description: 'Removing partial files.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  async run({ result }) {
    const made = result<MadePackage>('make-package')
    if (made) await removeHidden(made.final)
    return finished()
  },
}

/** A package that landed, but did not become the result of the job, goes as well. */
export const removePackage: Step<Tools> = {
  name: 'remove-leftovers-of-package',
  description: 'Removing leftovers.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  async run(context) {
    const { job, metadata, tools, result } = context
    const made = result<MadePackage>('make-package')
    const isKept = result(itemOf(metadata) === undefined ? 'check-package' : 'register-package-of-item')
    if (made && isKept === undefined && (await isMarked(made.final, made.mark)))
      await removeFolder(made.final)
    const work = await packageWork(context)
    if (!('refused' in work)) {
      const folder = dirname(work.final)
      const partials = (await namesIn(folder)).filter((name) => isPartialOf(name, work.final, job.id))
      for (const name of partials) await removeFolder(join(folder, name))
    }
    const own = ownFolder(metadata, job.id, tools.mediaRoots)
    // Fails if the folder does not exist or is not empty.
    if (own !== undefined) await rmdir(own).catch(() => undefined)
    return finished()
  },
}
