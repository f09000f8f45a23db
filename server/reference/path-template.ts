/** Writes the path of an operation as the reference shows it. */

/** `/job/:jobId` → `/API/job/{jobId}` */
export function pathTemplate(path: string): string {
  const named = path.replaceAll(/:(\w+)/g, '{$1}')
  return /^\/API(noauth|init)/.test(named) ? named : `/API${named}`
}

/** `/job/:jobId/step/:step` → `jobId`, `step` */
export function variablesOf(path: string): readonly string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
}
