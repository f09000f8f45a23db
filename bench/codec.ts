/** Measures writing a list of 100 jobs with six metadata keys each, against a handwritten template string. */

import { writeJson } from '../schema/codec/json/json.ts'
import { writeXml } from '../schema/codec/xml/xml.ts'
import { writeXmlDirect } from '../schema/codec/xml/xml-list.ts'
import { JobListDocument } from '../schema/documents/job.ts'
import { type Measured, median } from './run/table.ts'

/** Timed rounds, after as many warm-up rounds. The result is their median. */
const ROUNDS = 200

export async function codec(): Promise<Measured> {
  const byHand = template(LIST)
  if (writeXmlDirect(JobListDocument, LIST) !== byHand || writeXml(JobListDocument, LIST) !== byHand) {
    throw new Error('the writers produce different output')
  }
  const floor = time(() => template(LIST))
  const row = (name: string, took: number) => [name, (took * 1_000).toFixed(0), (took / floor).toFixed(1)]
  return {
    title: `codec: 100 jobs with 6 metadata keys, ${byHand.length} characters of XML`,
    columns: ['', 'median, µs', '× the floor'],
    rows: [
      row('handwritten template string (the floor)', floor),
      row(
        'writeXmlDirect',
        time(() => writeXmlDirect(JobListDocument, LIST)),
      ),
      row(
        'writeXml (xmlbuilder2)',
        time(() => writeXml(JobListDocument, LIST), ROUNDS / 10),
      ),
      row(
        'JSON.stringify of the value',
        time(() => JSON.stringify(LIST)),
      ),
      row(
        'writeJson',
        time(() => writeJson(JobListDocument, LIST)),
      ),
    ],
    notes: ['The server writes lists with writeXmlDirect, single documents with writeXml.'],
  }
}

/** The median time, ms. */
function time(write: () => string, rounds = ROUNDS): number {
  const times: number[] = []
  for (let round = 0; round < rounds * 2; round++) {
    const start = performance.now()
    write()
    if (round >= rounds) times.push(performance.now() - start)
  }
  return median(times)
}

const BORN = Date.UTC(2024, 4, 6, 7, 8, 9, 10)

const LIST: JobListDocument = {
  hits: 1_000_000,
  job: Array.from({ length: 100 }, (_, index) => ({
    jobId: `VX-${index + 1}`,
    user: 'admin',
    started: new Date(BORN + index * 1000),
    status: 'STARTED',
    type: 'TRANSCODE',
    priority: 'MEDIUM',
    data: [
      { key: 'itemId', value: `VX-${index + 1000}` },
      { key: 'originalFilename', value: `Fläche & Raum ${index}.mov` },
      { key: 'sourceUri', value: `file:///in/a%20b-${index}.mov` },
      { key: 'tags', value: 'lowres,original' },
      { key: 'transcodeMediaTimes', value: '100.0,100.0' },
      { key: 'transcodeProgress', value: '4.6708E-6' },
    ],
  })),
}

function template({ hits, job }: JobListDocument): string {
  const jobs = job.map(
    ({ jobId, user, started, status, type, priority, data }) =>
      `<job><jobId>${safe(jobId)}</jobId><user>${safe(user)}</user><started>${started?.toISOString()}</started>` +
      `<status>${status}</status><type>${safe(type)}</type><priority>${priority}</priority>` +
      `${data?.map(({ key, value }) => `<data><key>${safe(key)}</key><value>${safe(value)}</value></data>`).join('')}</job>`,
  )
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    `<JobListDocument xmlns="http://xml.vidispine.com/schema/vidispine"><hits>${hits}</hits>${jobs.join('')}</JobListDocument>`
  )
}

function safe(text = ''): string {
  return text.replace(/[&<>]/g, (mark) => (mark === '&' ? '&amp;' : mark === '<' ? '&lt;' : '&gt;'))
}
