/** How requests are refused, in the words of the tests. */
import type { How, Serving } from '../../serving.ts'

/** `404 notFound Item`: the status, the kind of the fault, and its type or context. */
export async function refusedBy({ ask }: Pick<Serving, 'ask'>, line: string, how: How = {}): Promise<string> {
  const { status, body } = await ask(line, { by: 'root', ...how })
  // biome-ignore lint/suspicious/noExplicitAny: a document of any kind
  const [kind, fault] = Object.entries<any>(body).find(([, one]) => one !== null) ?? []
  return `${status} ${kind} ${fault.type ?? fault.context}`
}
