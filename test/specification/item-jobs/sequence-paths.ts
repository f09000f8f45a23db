/** The paths at which the operations on sequences and timelines return 200, with what they need to exist. */
import type { Serving } from '../../serving.ts'
import { anItem, storage } from '../wire/media-requests.ts'

export const SEQUENCE_PATHS: Readonly<Record<string, (serving: Serving) => Promise<string>>> = {
  'GET /item/:itemId/timeline': async (served) => `${await anItem(served)}/timeline`,
  'DELETE /item/:itemId/timeline': async (served) => `${await anItem(served)}/timeline`,
  'GET /item/:itemId/timeline/:format': timeline,
  'PUT /item/:itemId/timeline/:format': timeline,
  'DELETE /item/:itemId/timeline/:format': timeline,
  'POST /item/:itemId/timeline/:format/conform': async (served) =>
    `${await timeline(served)}/conform?tag=lowres`,
  ...Object.fromEntries(
    ['GET', 'PUT', 'DELETE'].map((method) => [`${method} /item/:itemId/sequence/:format`, sequence]),
  ),
  'GET /item/:itemId/sequence': async (served) => (await sequence(served)).replace('/vidispine', ''),
  'POST /item/:itemId/sequence/render': async (served) => {
    await storage(served)
    return `${(await sequence(served)).replace('/vidispine', '/render')}?tag=lowres`
  },
  'POST /sequence/render': async (served) => {
    await storage(served)
    return '/sequence/render?tag=lowres'
  },
  'POST /conform': async (served) => {
    await storage(served)
    return '/conform?tag=lowres'
  },
}

async function sequence(served: Serving): Promise<string> {
  const at = `${await anItem(served)}/sequence/vidispine`
  const body = JSON.stringify(sequenceOf(`${served.api().mediaRoot}/a.mov`))
  await served.ask(`PUT ${at}`, { by: 'root', type: 'application/json', body })
  return at
}

/** The first second of a file. */
export function sequenceOf(item: string) {
  const [start, end] = [0, 1].map((samples) => ({ samples, timeBase: { numerator: 1, denominator: 1 } }))
  return { track: [{ segment: [{ in: start, out: end, sourceIn: start, sourceOut: end, item }] }] }
}

async function timeline(served: Serving): Promise<string> {
  await storage(served)
  const at = `${await anItem(served)}/timeline/edl`
  const event = '001  VX-1 V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00'
  const body = `TITLE: A\n${event}\n* SOURCE FILE: file://${served.api().mediaRoot}/a.mov\n`
  await served.ask(`PUT ${at}`, { by: 'root', type: 'text/plain', body })
  return at
}
