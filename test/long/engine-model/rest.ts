/** The final checks: a farm comes to rest when the commands end, and all jobs reach their final states. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { isFinal } from '../../../schema/states.ts'
import { isExcused, type Reason } from './excuses.ts'
import { described, heldForNothing, holds } from './holds.ts'
import { perform, type Script } from './perform.ts'
import type { RealFarm } from './real-farm.ts'
import { fateOf, WAITED_FOR } from './scripts.ts'
import type { JobRows, Snapshot } from './snapshot.ts'

/** After a restart of PostgreSQL no node is declared dead for 15 s, and lost steps run after that. */
const COMES_TO_REST_WITHIN_MS = 60_000

/** Waits until every job has ended or explains why it cannot continue. */
export async function comesToRest(farm: RealFarm, script: Script): Promise<void> {
  await farm.whole()
  await until(farm, script, 'everything runs or says why not', async (snapshot) => {
    await checkProblems(farm)
    const restless = await Promise.all(
      snapshot.jobs.map(async (job) => {
        if (isFinal(job.state)) return []
        const asked = script.jobs.find(({ serial }) => serial === job.id)
        const reason = await reasonOf(farm, `VX-${job.id}`)
        const isRight = asked && isExcused(reason, asked, script, snapshot)
        return [
          ...heldForNothing(job),
          ...(isRight ? [] : [`${job.id} ${JSON.stringify(reason)}\n${described(job)}`]),
        ]
      }),
    )
    return restless.flat()
  })
}

/** Resolves everything that jobs wait for; then every job ends as its metadata define. */
export async function comesToAnEnd(farm: RealFarm, script: Script): Promise<void> {
  for (const what of WAITED_FOR) await perform(farm, script, { does: 'make', what })
  for (const does of ['resume queue', 'resume type'] as const) await perform(farm, script, { does })
  for (const [job, { metadata, held, paused }] of script.jobs.entries()) {
    if (paused) await perform(farm, script, { does: 'resume', job })
    if (held) await perform(farm, script, { does: 'release', job })
    if (Object.values(metadata).some((one) => one.includes('hang')))
      await perform(farm, script, { does: 'stop', job })
  }
  const snapshot = await until(farm, script, 'every job ends', async ({ jobs }) => {
    await checkProblems(farm)
    return jobs.flatMap((job) =>
      isFinal(job.state) && job.placements.length === 0 ? [] : [`${job.id}\n${described(job)}`],
    )
  })
  for (const job of snapshot.jobs) endedAsScripted(job, script)
}

function endedAsScripted(job: JobRows, { jobs }: Script): void {
  const asked = jobs.find(({ serial }) => serial === job.id)
  const isPoisonous = job.history.some(({ cause }) => cause?.includes('its node died'))
  if (!asked || asked.cut || job.givenUp !== null || isPoisonous) return
  const fate = fateOf(asked.metadata, job.steps[0]?.tries ?? 0)
  if (fate !== undefined) assert.equal(job.state, fate, `the end of ${asked.id}\n${described(job)}`)
}

async function reasonOf(farm: RealFarm, id: string): Promise<Reason> {
  const { status, text } = await farm.ask('GET', `/job/${id}/reason`)
  assert.equal(status, 200, text)
  return JSON.parse(text) as Reason
}

/** Checks all problems now, as their own checks may be a minute apart. */
async function checkProblems(farm: RealFarm): Promise<void> {
  const { text } = await farm.ask('GET', '/job/problem')
  const { problem = [] } = JSON.parse(text) as { readonly problem?: readonly { readonly id: number }[] }
  for (const { id } of problem) await farm.ask('POST', `/job/problem/${id}/check`)
}

/** Waits until `left` reports nothing. All invariants must hold meanwhile. */
async function until(
  farm: RealFarm,
  { jobs }: Script,
  what: string,
  left: (snapshot: Snapshot) => Promise<readonly string[]>,
): Promise<Snapshot> {
  const late = AbortSignal.timeout(COMES_TO_REST_WITHIN_MS)
  for (;;) {
    const snapshot = await farm.snapshot(jobs[0]?.serial ?? 1)
    holds(snapshot)
    const open = await left(snapshot)
    if (open.length === 0) return snapshot
    if (late.aborted) assert.fail(`not within ${COMES_TO_REST_WITHIN_MS} ms: ${what}\n${open.join('\n')}`)
    await sleep(250)
  }
}
