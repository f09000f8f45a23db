/** What the attempts of a transfer remember of each other, in the metadata of the job. */

import type { Unfinished } from '../../tasks/transfer/stored-file.ts'
import type { StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'

type StateContext = Pick<StepContext<Tools>, 'data'>

/** `next`: what does not come from the metadata, which a client can write. */
export async function readState(
  { data }: StateContext,
  { writer, exclusive }: Pick<Unfinished, 'writer' | 'exclusive'>,
  step: number,
): Promise<Unfinished | undefined> {
  const state = stateFrom((await data.read(keyOf(step))) ?? '')
  return state && { ...state, writer, ...(exclusive !== undefined && { exclusive }) }
}

export function writeState(
  { data }: StateContext,
  { run, upload, version }: Unfinished,
  step: number,
): Promise<void> {
  return data.write(keyOf(step), JSON.stringify({ run, upload, version }))
}

/** Once there is nothing to continue. */
export function deleteState({ data }: StateContext, step: number): Promise<void> {
  return data.delete(keyOf(step))
}

/** Callsheet extension; beside the documented keys `transferProgress-200-0` … (wire.md §10.2). */
function keyOf(step: number): string {
  return `transferState-${step}`
}

/** Undefined if it is not what a transfer writes. Pure. */
export function stateFrom(text: string): Omit<Unfinished, 'writer' | 'exclusive'> | undefined {
  const [run, upload, version] = fieldsOf(text)
  if (!Number.isSafeInteger(run) || Number(run) < 0) return undefined
  return {
    run: Number(run),
    ...(typeof upload === 'string' && { upload }),
    ...(typeof version === 'string' && { version }),
  }
}

function fieldsOf(text: string): readonly unknown[] {
  try {
    const { run, upload, version } = JSON.parse(text) as Readonly<Record<string, unknown>>
    return [run, upload, version]
  } catch {
    return []
  }
}
