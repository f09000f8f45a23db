import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isFinal } from '../../../schema/states.ts'
import { type Command, program, type Roughness } from './commands.ts'
import { holds } from './holds.ts'
import { perform, Script } from './perform.ts'
import type { RealFarm } from './real-farm.ts'
import { comesToAnEnd, comesToRest } from './rest.ts'

/**
 * Plays the program of commands of one seed on a farm. All invariants must hold after each command. After the
 * last one, every job must continue or explain why not; then every job is released and must reach its
 * expected state. Throws with the seed and the commands. With SHRINK=true in the environment, a failing
 * program is shrunk first, which takes a long time.
 */
export async function play(farm: RealFarm, seed: number, roughness: Roughness): Promise<void> {
  const property = fc.asyncProperty(program(roughness), (commands) => playOnce(farm, commands))
  const endOnFailure = process.env['SHRINK'] !== 'true'
  const { failed, errorInstance, counterexample } = await fc.check(property, {
    seed,
    numRuns: 1,
    endOnFailure,
  })
  if (!failed) return
  const [commands] = counterexample ?? []
  throw new Error(`with SEED=${seed}: ${(errorInstance as Error).message}\n${fc.stringify(commands)}`, {
    cause: errorInstance,
  })
}

/** The seed from the environment, or an arbitrary one. */
export function seedToPlay(): number {
  return Number(process.env['SEED'] ?? Date.now() % 1_000_000)
}

async function playOnce(farm: RealFarm, commands: readonly Command[]): Promise<void> {
  const script = new Script()
  try {
    for (const command of commands) {
      script.lines.push(JSON.stringify(command))
      await perform(farm, script, command)
      await checkNow(farm, script)
    }
    await comesToRest(farm, script)
    await comesToAnEnd(farm, script)
    assert.doesNotMatch(farm.said, BUGS)
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${script.lines.join('\n')}`, { cause: error })
  }
}

/** The errors of the engine for states that it considers impossible. */
const BUGS = /ImpossibleTransition|rows changed, expected|has ended with a running step/

async function checkNow(farm: RealFarm, { jobs }: Script): Promise<void> {
  const [first] = jobs
  if (!first) return
  const snapshot = await farm.snapshot(first.serial)
  holds(snapshot)
  for (const { id, state } of snapshot.jobs) if (!isFinal(state)) await saysWhy(farm, `VX-${id}`)
}

/** Asserts that the job gives a reason; it must at any time. */
async function saysWhy(farm: RealFarm, id: string): Promise<void> {
  const { status, text } = await farm.ask('GET', `/job/${id}/reason`)
  assert.equal(status, 200, text)
  const { reason, cause, status: state } = JSON.parse(text) as Readonly<Record<string, string>>
  assert.match(reason ?? '', /^[A-Z].+\.$/, text)
  assert.equal(cause === 'ended', isFinal(state as never), text)
  assert.equal(cause === 'aborting', state === 'ABORTED_PENDING', text)
}
