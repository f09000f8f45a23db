import assert from 'node:assert/strict'
import { foundIn } from '../../../server/import-definitions/source/found.ts'
import { recognized } from '../../../server/import-definitions/source/recognize.ts'

const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'
const PREFIXED = 'xmlns:ns0="http://xml.vidispine.com/schema/vidispine"'

/** `definitions`, or what becomes of the document instead: `skip: …`, `fail: …`. */
function kindOf(text: string): string {
  const { documents, lines } = foundIn('a file', () => recognized(text))
  return [
    ...documents.map(({ document }) => document.is),
    ...lines.map(({ does, why }) => `${does}: ${why}`),
  ].join()
}

describe('An import recognizes', () => {
  // biome-ignore format: a table
  for (const [what, text, expected] of [
    ['a list of definitions in XML',     `<TaskDefinitionListDocument ${NS}><task><step>1</step></task></TaskDefinitionListDocument>`, 'definitions'],
    ['a list with a prefix',             `<ns0:TaskDefinitionListDocument ${PREFIXED}><ns0:task><ns0:step>1</ns0:step></ns0:task></ns0:TaskDefinitionListDocument>`, 'definitions'],
    ['a list without a namespace',       '<TaskDefinitionListDocument><task><step>1</step></task></TaskDefinitionListDocument>', 'definitions'],
    ['one definition in XML',            `<TaskDefinitionDocument ${NS}><step>1</step></TaskDefinitionDocument>`, 'definitions'],
    ['a list of definitions in JSON',    '{"task":[{"step":"200","jobType":"A","script":"1"}]}', 'definitions'],
    ['a list with a single value',       '{"task":{"step":1}}', 'definitions'],
    ['an empty list of definitions',     '{"task":[]}', 'definitions'],
    ['one definition in JSON',           '{"step":1,"jobType":"A","script":"1"}', 'definitions'],
    ['a Java step in JSON',              '{"step":1,"jobType":"A","bean":"a","method":"b"}', 'definitions'],
    ['job pools in XML',                 `<JobPoolListDocument ${NS}><concurrentJobs>3</concurrentJobs></JobPoolListDocument>`, 'pools'],
    ['job pools in JSON',                '{"pool":[{"priorityThreshold":"HIGH","size":"2"}]}', 'pools'],
    ['the limit without pools',          '{"concurrentJobs":3}', 'pools'],
    ['job priorities in XML',            `<JobPriorityConfigurationDocument ${NS}><job type="EXPORT">HIGH</job></JobPriorityConfigurationDocument>`, 'priorities'],
    ['job priorities in JSON',           '{"job":[{"type":"EXPORT","value":"HIGH"}]}', 'priorities'],
    ['task groups in XML',               `<TaskGroupListDocument ${NS}><group><name>a</name></group></TaskGroupListDocument>`, 'groups'],
    ['one task group in XML',            `<TaskGroupDocument ${NS}><name>a</name></TaskGroupDocument>`, 'groups'],
    ['task groups in JSON',              '{"group":[{"name":"a","job":[{"type":["EXPORT"]}]}]}', 'groups'],
    ['one task group in JSON',           '{"name":"a","transcoder":[{"id":"VX-1"}]}', 'groups'],
  ] as const) it(what, () => assert.equal(kindOf(text), expected))
})

describe('An import skips, and says why,', () => {
  // biome-ignore format: a table
  for (const [what, text, why] of [
    ['another document in XML',      `<ItemListDocument ${NS}><hits>1</hits></ItemListDocument>`, 'its root element is ItemListDocument'],
    ['another document in JSON',     '{"hits":1,"item":[]}', 'its members are hits, item'],
    ['a list of jobs',               '{"hits":1,"job":[{"jobId":"VX-1","type":"EXPORT","status":"READY"}]}', 'its members are hits, job'],
    ['an empty object',              '{}', 'it is empty'],
    ['an array',                     '[{"step":1}]', 'it is an array'],
    ['a number',                     '7', 'it is no object'],
  ] as const) it(what, () => assert.equal(kindOf(text), `skip: not recognized: ${why}`))
})

describe('An import fails with the place of the mistake for', () => {
  // biome-ignore format: a table
  for (const [what, text, why] of [
    ['XML that is cut off',          `<TaskDefinitionListDocument ${NS}><task>`, /^fail: not well-formed XML: /],
    ['JSON that is cut off',         '{"task":[', /^fail: not JSON: /],
    ['a document type',              '<!DOCTYPE a><a/>', /^fail: a document type declaration is not accepted$/],
    ['a step that is no number',     '{"task":[{"step":"two"}]}', /^fail: TaskDefinitionListDocument\.task\[0\]\.step: expected an integer, got “two”$/],
    ['an unknown priority',          '{"pool":[{"priorityThreshold":"URGENT","size":1}]}', /^fail: JobPoolListDocument\.pool\[0\]\.priorityThreshold: expected one of /],
  ] as const) it(what, () => assert.match(kindOf(text), why))
})
