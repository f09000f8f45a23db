/** Warns of metadata keys that the type of a job does not know. */
import { unknownKeyText } from '../../../steps/engine/declare/unknown-keys.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'

type Job = { readonly type: string; readonly metadata: Readonly<Record<string, string>> }

/** Warns of each unknown key; the job has them all the same, as in Vidispine. */
export function warnOfUnknownMetadata(
  { engine, warn }: Pick<Context, 'engine' | 'warn'>,
  { type, metadata }: Job,
): void {
  for (const text of engine.unknownKeyTexts(type, metadata)) warn(text)
}

/** Throws `invalidInput` for the first unknown key. */
export function refuseUnknownMetadata({ engine }: Pick<Context, 'engine'>, { type, metadata }: Job): void {
  const unknown = engine.unknownKey(type, metadata)
  if (unknown) throw invalidInput(unknown.key, unknownKeyText(unknown), unknown.key)
}
