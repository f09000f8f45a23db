/** The needs of steps of TEST jobs, as given in the metadata of the job. */

import { CATEGORIES, type Metadata, type Needs } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'

const NEED = `(category=(${CATEGORIES.join('|')})|encoder=[\\w.-]+|vram=\\d{1,6}|reach=VX-\\d+)`

/** The form of the needs: `category=gpu_encode,encoder=hevc_nvenc,vram=8000`. `reach` may be repeated. */
export const NEEDS = {
  pattern: new RegExp(`^${NEED}(,${NEED})*$`),
  expected: `category=(${CATEGORIES.join(', ')}), encoder=(name), vram=(MiB), reach=(storage id), separated by commas`,
}

/** Reads the needs of a step from the key `needs-(number)`. Pure. */
export function scriptNeeds(metadata: Metadata, _tools: Tools, number: number): Needs {
  const pairs = (metadata[`needs-${number}`] ?? '').split(',').map((pair) => pair.split('=', 2))
  const valuesOf = (name: string) => pairs.flatMap(([key, value = '']) => (key === name ? [value] : []))
  const category = CATEGORIES.find((one) => valuesOf('category').includes(one))
  const [[encoder], [vram]] = [valuesOf('encoder'), valuesOf('vram')]
  return {
    ...(category && { category }),
    ...(encoder !== undefined && { encoder }),
    ...(vram !== undefined && { vramMiB: Number(vram) }),
    reach: valuesOf('reach'),
  }
}
