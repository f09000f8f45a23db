/**
 * The steps register-package, which stores what a package consists of, and check-package, which judges it.
 */
import { checkComposition } from '../../tasks/imf/check-composition.ts'
import { fatal, finished, type Metadata, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { CheckedAsset, ImfPackage } from './package.ts'

/** The result: what is wrong with the package. */
interface PackageProblems {
  readonly problems: readonly string[]
}

export const registerPackage: Step<Tools> = {
  name: 'register-package',
  description: 'Registering the package.',
  runsAs: 'STARTED',
  async run({ result }) {
    const [imf, assets] = [
      result<ImfPackage>('read-package'),
      result<readonly CheckedAsset[]>('check-assets'),
    ]
    if (!imf || !assets) return fatal('the package was not read')
    const report = reportOf(imf, assets)
    return finished({ problems: report.problems } satisfies PackageProblems, metadataOfPackage(report))
  },
}

/** An optional step: the job then ends FINISHED_WARNING, with all that was found. */
export const checkPackage: Step<Tools> = {
  name: 'check-imf-package',
  description: 'Checking the package.',
  runsAs: 'STARTED',
  async run({ result }) {
    const { problems } = result<PackageProblems>('register-package') ?? { problems: [] }
    const more = problems.length > SAID ? [`and ${problems.length - SAID} more`] : []
    return problems.length === 0 ? finished() : fatal([...problems.slice(0, SAID), ...more].join('; '))
  },
}

/** A list that goes on is not read. */
const SAID = 10

/** Pure. */
export function reportOf(imf: ImfPackage, assets: readonly CheckedAsset[]) {
  const known = new Set(imf.assetMap.assets.map(({ id }) => id))
  const compositions = imf.compositions.map((one) => checkComposition(one, known))
  const wrong = assets.flatMap(({ path, problem }) => (problem === undefined ? [] : [`${path}: ${problem}`]))
  return {
    ...{
      uri: uriOf(imf.folder),
      assetMap: imf.assetMap.id,
      packingLists: imf.packingLists.map(({ id }) => id),
    },
    assets,
    compositions: compositions.map(({ problems: _, ...composition }) => composition),
    problems: [...imf.problems, ...wrong, ...compositions.flatMap(({ problems }) => problems)],
  }
}

function metadataOfPackage(report: ReturnType<typeof reportOf>): Metadata {
  const { assets, compositions, problems } = report
  return {
    ...{ assetCount: String(assets.length), compositionCount: String(compositions.length) },
    problemCount: String(problems.length),
    result: JSON.stringify({ ...report, assets: assets.slice(0, MOST), problems: problems.slice(0, MOST) }),
  }
}

/** The metadata of a job is sent with the job. */
const MOST = 1_000
