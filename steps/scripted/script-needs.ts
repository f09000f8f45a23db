import { CATEGORIES, type Metadata, type Needs } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'

const NEED = `(category=(${CATEGORIES.join('|')})|encoder=[\\w.-]+|vram=\\d{1,6}|reach=VX-\\d+)`

/** `category=gpu_encode,encoder=hevc_nvenc,vram=8000` – what a told step takes of a node; several storages are several words. */
export const NEEDS = {
  pattern: new RegExp(`^${NEED}(,${NEED})*$`),
  expected: `category=(${CATEGORIES.join(', ')}), encoder=(name), vram=(MiB), reach=(storage id), separated by commas`,
}

/** What the job's metadata say that a step needs. Pure. */
export function scriptNeeds(metadata: Metadata, _tools: Tools, number: number): Needs {
  const words = (metadata[`needs-${number}`] ?? '').split(',').map((word) => word.split('=', 2))
  const told = (what: string) => words.flatMap(([key, value = '']) => (key === what ? [value] : []))
  const category = CATEGORIES.find((one) => told('category').includes(one))
  const [[encoder], [vram]] = [told('encoder'), told('vram')]
  return {
    ...(category && { category }),
    ...(encoder !== undefined && { encoder }),
    ...(vram !== undefined && { vramMiB: Number(vram) }),
    reach: told('reach'),
  }
}
