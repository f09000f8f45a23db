import assert from 'node:assert/strict'
import type { TaskDefinitionDocument } from '../../../schema/documents/task-definition.ts'
import { planImport } from '../../../server/import-definitions/plan/plan-import.ts'
import type { ImportPlan } from '../../../server/import-definitions/plan/plan-line.ts'
import type { ImportTarget } from '../../../server/import-definitions/plan/target.ts'
import { foundIn, together } from '../../../server/import-definitions/source/found.ts'
import { recognized } from '../../../server/import-definitions/source/recognize.ts'
import { lineOf } from '../../../server/import-definitions/words.ts'

const NOTHING: ImportTarget = {
  ...{ definitions: [], jobTypes: ['TRANSCODE'], groups: [] },
  ...{ pools: { pool: [] }, priorities: { job: [] } },
}
const A = { jobType: 'A', script: 'job.log("a");' }
const TRANSCODE = { jobType: 'TRANSCODE', step: 100, bean: 'callsheet', method: 'probe-file' }

/** The plan for these documents, in files named a, b … */
function planned(documents: readonly object[], here: Partial<ImportTarget> = {}): ImportPlan {
  const found = documents.map((document, at) =>
    foundIn('abc'.charAt(at), () => recognized(JSON.stringify(document))),
  )
  return planImport(together(found), { ...NOTHING, ...here })
}

function linesOf(...given: Parameters<typeof planned>): readonly string[] {
  return planned(...given).lines.map(lineOf)
}

const definitions = (task: readonly object[], here: readonly TaskDefinitionDocument[] = []) =>
  linesOf([{ task }], { definitions: here })
const stored = (step: number, more: object = {}) => ({
  ...{ ...A, id: step, step, flags: 0, cleanup: false, critical: true, plugin: false },
  ...more,
})

describe('The plan of an import has', () => {
  // biome-ignore format: a table
  for (const [what, task, here, expected] of [
    ['new steps by number',               [{ ...A, step: 20 }, { ...A, step: 10 }], [], ['create A step 10', 'create A step 20']],
    ['a step that differs',               [{ ...A, step: 10, critical: false }], [stored(10)], ['replace A step 10']],
    ['a step that is there',              [{ ...A, step: '10' }], [stored(10)], ['unchanged A step 10']],
    ['a step with its defaults written',  [{ ...A, step: 10, id: 7, extradata: '', dependency: { step: 0, previous: false }, metadata: { field: [] } }], [stored(10)], ['unchanged A step 10']],
    ['a step of a built-in type',         [{ ...A, jobType: 'TRANSCODE', step: 100 }], [TRANSCODE], ['skip TRANSCODE step 100: a built-in type of Callsheet']],
    ['a built-in step in a type',         [{ jobType: 'A', step: 10, bean: 'callsheet', method: 'probe-file' }], [], ['create A step 10']],
    ['a Java step',                       [{ jobType: 'A', step: 3, bean: 'foo', method: 'bar' }], [], ['skip A step 3: a Java step (bean foo, method bar), which cannot run here']],
    ['several Java steps, in one line',   [{ jobType: 'A', step: 1, bean: 'foo', method: 'bar' }, { jobType: 'A', step: 2, bean: 'foo', method: 'baz' }], [], ['skip A steps 1, 2: Java steps (foo.bar, foo.baz), which cannot run here']],
    ['scripts beside a Java step',        [{ jobType: 'A', step: 3, bean: 'foo', method: 'bar' }, { ...A, step: 10 }, { ...A, step: 20 }], [], ['skip A step 3: a Java step (bean foo, method bar), which cannot run here', 'skip A steps 10, 20: the type would be incomplete without its step 3']],
    ['a step that does nothing',          [{ jobType: 'A', step: 3 }], [], ['skip A step 3: neither a script nor a Java step']],
    ['a script that is also Java',        [{ ...A, step: 3, bean: 'foo', method: 'bar' }], [], ['skip A step 3: a script and a Java step (bean foo, method bar) at once']],
    ['a step given twice, the same',      [{ ...A, step: 10 }, { ...A, step: 10, flags: 0 }], [], ['create A step 10']],
    ['a step given twice, differently',   [{ ...A, step: 10 }, { ...A, step: 10, flags: 1 }, { ...A, step: 20 }], [], ['fail A step 10: defined twice and differently, in a']],
    ['a definition without a type',       [{ script: '1', step: 10 }], [], ['fail a definition step 10 of a: it names no job type']],
  ] as readonly (readonly [string, readonly object[], readonly TaskDefinitionDocument[], readonly string[]])[])
    it(what, () => assert.deepEqual(definitions(task, here), expected))
})

describe('The requests of a plan keep the job type valid:', () => {
  const needs = (step: number) => ({ dependency: { step } })
  // biome-ignore format: a table
  for (const [what, task, here, expected] of [
    ['a new type is one request',                 [{ ...A, step: 10, ...needs(20) }, { ...A, step: 20 }], [], ['POST /task-definition 20 10']],
    ['unchanged steps are none',                  [{ ...A, step: 10 }], [stored(10)], []],
    ['new steps precede those that need them',    [{ ...A, step: 10, ...needs(20) }, { ...A, step: 20 }], [stored(10)], ['POST /task-definition 20', 'PUT /task-definition/jobtype/A/step/10 10']],
    ['changed steps precede those that need them', [{ ...A, step: 10, flags: 1 }, { ...A, step: 20, ...needs(10) }], [stored(10)], ['PUT /task-definition/jobtype/A/step/10 10', 'POST /task-definition 20']],
    ['a dependency is turned around',             [{ ...A, step: 10, ...needs(20) }, { ...A, step: 20 }], [stored(10), stored(20, needs(10))], ['PUT /task-definition/jobtype/A/step/20 20', 'PUT /task-definition/jobtype/A/step/10 10']],
    ['a step that only the server has stays',     [{ ...A, step: 20, ...needs(10) }], [stored(10)], ['POST /task-definition 20']],
  ] as readonly (readonly [string, readonly object[], readonly TaskDefinitionDocument[], readonly string[]])[])
    it(what, () => {
      const requests = planned([{ task }], { definitions: here }).requests.flat()
      const sent = requests.map(({ line, body }) => {
        const { task, step } = JSON.parse(body) as { task?: readonly { step: number }[]; step?: number }
        return [line, ...(task?.map((one) => one.step) ?? [step])].join(' ')
      })
      assert.deepEqual(sent, expected)
    })
})

describe('The plan of an import has, as whole documents,', () => {
  const POOLS = { pool: [{ priorityThreshold: 'HIGH', size: 2 }] } as const
  const PRIORITIES = { job: [{ type: 'TRANSCODE', value: 'LOW' }] } as const
  const GROUP = { name: 'g', job: [{ type: ['TRANSCODE'] }], maxConcurrency: 2 }
  const MATCHES = { ...{ type: ['TRANSCODE'], priority: [], user: [], group: [] }, data: [] }
  const THERE = {
    ...{ name: 'g', job: [MATCHES], transcoder: [], maxConcurrency: 2 },
    ...{ loc: 'x', running: 1 },
  }
  // biome-ignore format: a table
  for (const [what, documents, here, expected] of [
    ['new pools',                          [{ ...POOLS, concurrentJobs: 3 }], {}, ['create job pools: HIGH:2 concurrentJobs:3']],
    ['the limit of a Vidispine without pools', [{ concurrentJobs: 3 }], { pools: { pool: [], concurrentJobs: 8 } }, ['create job pools: concurrentJobs:3']],
    ['other pools',                        [POOLS], { pools: { pool: [{ priorityThreshold: 'LOW', size: 1 }] } }, ['replace job pools: HIGH:2 (instead of LOW:1)']],
    ['the same pools, in use',             [POOLS], { pools: { concurrentJobs: 8, pool: [{ ...POOLS.pool[0], running: 1 }], running: 1 } }, ['unchanged job pools: HIGH:2']],
    ['no pools at all',                    [{ pool: [] }], { pools: POOLS }, ['skip job pools: there are none to import']],
    ['two kinds of pools',                 [POOLS, { concurrentJobs: 3 }], {}, ['fail job pools: defined differently in a and b']],
    ['new priorities',                     [PRIORITIES], {}, ['create job priorities: TRANSCODE LOW']],
    ['other priorities',                   [PRIORITIES], { priorities: { job: [{ type: 'TRANSCODE', value: 'HIGH' }] } }, ['replace job priorities: TRANSCODE LOW (instead of TRANSCODE HIGH)']],
    ['the same priorities',                [PRIORITIES], { priorities: PRIORITIES }, ['unchanged job priorities: TRANSCODE LOW']],
    ['the priority of an unknown type',    [{ job: [{ type: 'EXPORT', value: 'LOW' }] }], {}, ['skip job priority of EXPORT: no such job type here']],
    ['the priority of a type that is new', [{ task: [{ ...A, step: 1 }] }, { job: [{ type: 'A', value: 'LOW' }] }], {}, ['create A step 1', 'create job priorities: A LOW']],
    ['a new group',                        [GROUP], {}, ['create task group g']],
    ['another group',                      [GROUP], { groups: [{ ...THERE, maxConcurrency: 3 }] }, ['replace task group g']],
    ['the same group, in use',             [GROUP], { groups: [THERE] }, ['unchanged task group g']],
    ['a group for an unknown type',        [{ ...GROUP, job: [{ type: 'EXPORT' }] }], {}, ['skip task group g: it is for jobs of type EXPORT, and there is no such job type here']],
    ['a group for users of a group',       [{ ...GROUP, job: [{ group: 'editors' }] }], {}, ['skip task group g: it is for the group of users editors, and there are none here']],
    ['a group given twice, differently',   [GROUP, { ...GROUP, maxConcurrency: 3 }], {}, ['fail task group g: defined differently in a and b']],
  ] as readonly (readonly [string, readonly object[], Partial<ImportTarget>, readonly string[]])[])
    it(what, () => assert.deepEqual(linesOf(documents, here), expected))
})
