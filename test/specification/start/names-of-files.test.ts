/** Names of files that no file can have: `POST /job` refuses them with the parameter and its value. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'
const NOT_UTF8 = 'is not UTF-8: the names of files must be UTF-8'
const tooLong = (name: string, bytes: number) =>
  `has a name that is too long for its file system: “${name}” has ${bytes} bytes`
const [LONG, WIDE] = ['x'.repeat(256), 'ü'.repeat(128)]

// biome-ignore format: a table
const NAMES: readonly (readonly [what: string, name: string, explanation: string])[] = [
  ['a byte that starts no character',           'a%FF.mp4',             NOT_UTF8],
  ['a character of Latin-1',                    'Caf%E9.mp4',           NOT_UTF8],
  ['half of a character',                       '%C3.mp4',              NOT_UTF8],
  ['half of a surrogate pair',                  '%ED%A0%80.mp4',        NOT_UTF8],
  ['a slash in two bytes',                      'a%C0%AFb.mp4',         NOT_UTF8],
  ['a folder that is not UTF-8',                '%FF/a.mp4',            NOT_UTF8],
  ['a name of 256 bytes',                       LONG,                   tooLong(LONG, 256)],
  ['a name of 128 characters in 256 bytes',     WIDE,                   tooLong(WIDE, 256)],
  ['a name of 256 bytes in a folder to come',   `new/${LONG}`,          tooLong(LONG, 256)],
  ['a folder to come of 256 bytes',             `new/${LONG}/a.mp4`,    tooLong(LONG, 256)],
]

describe('POST /job refuses', () => {
  const { api, ask, rows } = serving()

  for (const [what, name, explanation] of NAMES)
    for (const key of ['sourceUri', 'destinationUri'] as const)
      it(`${what} as ${key}, in XML and JSON, in the body and as a parameter`, async () => {
        const at = (file: string) => `file://${api().mediaRoot}/${file}`
        const uris = { sourceUri: at('a.mp4'), destinationUri: at('b.mp4'), [key]: at(name) }
        const field = Object.entries(uris).map(([of, value]) => ({ key: of, value }))
        const xml = field.map(
          ({ key: of, value }) => `<field><key>${of}</key><value>${value}</value></field>`,
        )
        const query = field.map(
          ({ key: of, value }) => `&jobmetadata=${encodeURIComponent(`${of}=${value}`)}`,
        )
        for (const type of ['COPY_FILE', 'MOVE_FILE'])
          for (const [parameters, how] of [
            ['', { type: 'application/json', body: JSON.stringify({ field }) }],
            [
              '',
              {
                type: 'application/xml',
                body: `<SimpleMetadataDocument ${NS}>${xml.join('')}</SimpleMetadataDocument>`,
              },
            ],
            [query.join(''), {}],
          ] as const) {
            const { status, body } = await ask(`POST /job?type=${type}${parameters}`, how)
            const expected = {
              context: key,
              id: null,
              explanation: `“${at(name)}” ${explanation}`,
              value: at(name),
            }
            assert.deepEqual([status, body.invalidInput], [400, expected])
            const { text } = await ask(`POST /job?type=${type}${parameters}`, {
              ...how,
              accept: 'application/xml',
            })
            assert.ok(
              text.includes(`<context>${key}</context>`) && text.includes(`<value>${at(name)}</value>`),
              text,
            )
          }
      })

  it('a byte that is not UTF-8 in the request itself, naming the parameter with it', async () => {
    const { status, body } = await ask('POST /job?type=COPY_FILE&jobmetadata=sourceUri%3dfile:///a%FF.mp4')
    const expected = { context: 'jobmetadata', value: 'sourceUri%3dfile:///a%FF.mp4' }
    const { context, value } = body.invalidInput
    assert.deepEqual([status, { context, value }], [400, expected])
  })

  it('none that a file can have: 255 bytes, in a folder to come', async () => {
    const at = (file: string) => encodeURIComponent(`file://${api().mediaRoot}/${file}`)
    const metadata = `jobmetadata=sourceUri%3d${at('%C3%BC.mp4')}&jobmetadata=destinationUri%3d${at(`new/${'x'.repeat(255)}`)}`
    const before = await rows('select id from callsheet.job')
    assert.equal((await ask(`POST /job?type=COPY_FILE&${metadata}`)).status, 200)
    assert.deepEqual([before.length, (await rows('select id from callsheet.job')).length], [0, 1])
  })
})
