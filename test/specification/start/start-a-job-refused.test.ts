/** Requests that `POST /job` refuses, with the explanations (wire.md §5, §7.2). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'
const DOC = 'SimpleMetadataDocument'
const XML = 'application/xml'
const JSON_TYPE = 'application/json'

// biome-ignore format: a table
const PARAMETERS: readonly (readonly [parameters: string, context: string, explanation: RegExp, value: string | null])[] = [
  ['',                                          'type',          /^expected one of TRANSCODE, (\w+, )+\w+ and \d+ more, got nothing$/, null],
  ['?type=',                                    'type',          /^expected one of TRANSCODE, (\w+, )+\w+ and \d+ more, got nothing$/, null],
  ['?type=NOPE',                                'type',          /^Invalid job type: expected one of (\w+, )+\w+ and \d+ more$/,  'NOPE'],
  ['?type=transcode',                           'type',          /^Invalid job type: expected one of TRANSCODE, /,    'transcode'],
  ['?type=MOVEFILE',                            'type',          /^Invalid job type: expected one of MOVE_FILE, /,    'MOVEFILE'],
  ['?type=__proto__',                           'type',          /^Invalid job type: expected one of /,               '__proto__'],
  ['?type=TRANSCODE',                           'sourceUri',     /^missing \(URI of the file to transcode\)$/,                                          null],
  ['?type=TRANSCODE&jobmetadata=sourceUri%3d',  'sourceUri',     /^missing/,                                          null],
  ['?type=TRANSCODE&jobmetadata=sourceUri%3dfile:///etc/passwd', 'sourceUri', /outside the media roots/,             'file:///etc/passwd'],
  ['?type=TRANSCODE&jobmetadata=sourceUri%3dfile://MEDIA/../../a', 'sourceUri', /contains “\.\.”/,                     'file://MEDIA/../../a'],
  ['?type=TRANSCODE&jobmetadata=sourceUri%3dgopher://a/b', 'sourceUri', /has none of the schemes file, http, https, s3, ftp, ftps, sftp/, 'gopher://a/b'],
  ['?type=EXPORT&jobmetadata=sourceUri%3dhttp://a/b&jobmetadata=destinationUri%3dftp://ann:p@b/', 'destinationUri', /^“ftp:\/\/ann:\*\*\*@b\/” has a password; passwords belong in TRANSFER_CREDENTIALS/, 'ftp://ann:***@b/'],
  ['?type=THUMBNAIL&jobmetadata=sourceUri%3dhttp://169.254.169.254/latest', 'sourceUri', /169\.254\.169\.254:80 is a link-local address|169\.254\.169\.254 is a link-local address/, 'http://169.254.169.254/latest'],
  ['?type=TRANSCODE&jobmetadata=sourceUri%3da.mov', 'sourceUri', /is not an absolute path/,                           'a.mov'],
  ['?type=TRANSCODE&jobmetadata=sourceUri%3dfile://MEDIA/a&jobmetadata=destinationUri%3dfile:///etc', 'destinationUri', /outside the media roots/, 'file:///etc'],
  ['?type=TRANSCODE&priority=URGENT',           'priority',      /^expected one of LOWEST, LOW, MEDIUM, HIGH, HIGHEST, IMMEDIATE, got “URGENT”$/, 'URGENT'],
  ['?type=TRANSCODE&priority=low',              'priority',      /^expected one of/,                                  'low'],
  ['?type=TRANSCODE&holdJob=1',                 'holdJob',       /^expected true or false, got “1”$/,                 '1'],
  ['?type=TRANSCODE&jobmetadata=a',             'jobmetadata',   /^expected key=value, got “a”$/,                     'a'],
  ['?type=TRANSCODE&jobmetadata=%3d1',          'jobmetadata',   /^expected key=value, got “=1”$/,                    '=1'],
  ['?type=TRANSCODE&jobmetadata=a%3d%00',       'jobmetadata',   /^expected percent-encoded UTF-8 without NUL$/,      'a%3d%00'],
  ['?type=TRANSCODE&jobmetadata=a%3d%ED%A0%80', 'jobmetadata',   /^expected percent-encoded UTF-8 without NUL$/,      'a%3d%ED%A0%80'],
  [';jobmetadata=a%3d%00?type=TRANSCODE',       'jobmetadata',   /^expected percent-encoded UTF-8 without NUL$/,      'a%3d%00'],
  ['?type=%00',                                 'type',          /^expected percent-encoded UTF-8 without NUL$/,      '%00'],
  [`?type=TRANSCODE&jobmetadata=${'k'.repeat(256)}%3d1`, 'jobmetadata', /^expected a key of at most 255 characters$/,          'k'.repeat(256)],
]

// biome-ignore format: a table
const BODIES: readonly (readonly [what: string, type: string, body: string, context: string, explanation: RegExp])[] = [
  ['truncated XML',               XML,       `<${DOC} ${NS}><field>`,                                    DOC,                    /^not well-formed XML/],
  ['a document type',             XML,       `<!DOCTYPE ${DOC}><${DOC} ${NS}/>`,                         DOC,                    /^a document type declaration is not accepted$/],
  ['an entity of a file',         XML,       `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><${DOC}>&e;</${DOC}>`, DOC,  /document type|not well-formed/],
  ['another root',                XML,       `<JobDocument ${NS}/>`,                                     DOC,                    /^expected the root element SimpleMetadataDocument, got “JobDocument”$/],
  ['another namespace',           XML,       `<${DOC} xmlns="urn:other"/>`,                              DOC,                    /^expected the namespace http:\/\/xml\.vidispine\.com/],
  ['a field without a key',       XML,       `<${DOC}><field><value>1</value></field></${DOC}>`,         `${DOC}.field[0].key`,  /^missing$/],
  ['a key twice in one field',    XML,       `<${DOC}><field><key>a</key><key>b</key><value/></field></${DOC}>`, `${DOC}.field[0].key`, /^expected one value, got 2$/],
  ['a misspelt key',              XML,       `<${DOC}><field><kee>a</kee><value>1</value></field></${DOC}>`, `${DOC}.field[0].key`, /^missing; “kee” is unknown$/],
  ['only unknown elements',       XML,       `<${DOC}><fields><key>a</key></fields></${DOC}>`,           DOC,                    /^expected field, got “fields”$/],
  ['only unknown members',        JSON_TYPE, '{"fields":[]}',                                            DOC,                    /^expected field, got “fields”$/],
  ['a field of unknown members',  JSON_TYPE, '{"field":[{"name":"a"}]}',                                 `${DOC}.field[0]`,      /^expected one of \w+, .*key.*, got “name”$/],
  ['an empty key',                XML,       `<${DOC}><field><key/><value>1</value></field></${DOC}>`,   `${DOC}.field[0].key`,  /^a key cannot be empty$/],
  ['JSON as XML',                 XML,       '{"field":[]}',                                             DOC,                    /^not well-formed XML/],
  ['truncated JSON',              JSON_TYPE, '{"field":[',                                               DOC,                    /^not JSON/],
  ['XML as JSON',                 JSON_TYPE, `<${DOC}/>`,                                                DOC,                    /^not JSON/],
  ['a bare array',                JSON_TYPE, '[]',                                                       DOC,                    /^expected an object, got an array$/],
  ['a value that is null',        JSON_TYPE, '{"field":[{"key":"a","value":null}]}',                     `${DOC}.field[0].value`, /^missing$/],
  ['a value that is an object',   JSON_TYPE, '{"field":[{"key":"a","value":{}}]}',                       `${DOC}.field[0].value`, /^expected a string, got an object$/],
  ['a number that lost digits',   JSON_TYPE, '{"field":[{"key":"a","value":1e999}]}',                    `${DOC}.field[0].value`, /cannot be represented exactly$/],
  ['NUL in a value',              JSON_TYPE, '{"field":[{"key":"a","value":"\\u0000"}]}',                `${DOC}.field[0].value`, /^NUL \(U\+0000\) is not accepted$/],
  ['NUL in a key',                JSON_TYPE, '{"field":[{"key":"b","value":""},{"key":"a\\u0000","value":""}]}', `${DOC}.field[1].key`, /^NUL/],
  ['an unpaired surrogate',       JSON_TYPE, '{"field":[{"key":"a","value":"\\ud83c"}]}',                `${DOC}.field[0].value`, /^unpaired surrogates are not accepted$/],
  ['a key too long',              JSON_TYPE, `{"field":[{"key":"${'k'.repeat(300)}","value":""}]}`,      `${DOC}.field[0].key`,  /^expected a key of at most 255 characters$/],
  ['a sourceUri elsewhere',       JSON_TYPE, '{"field":[{"key":"sourceUri","value":"/etc/passwd"}]}',    'sourceUri',            /outside the media roots/],
]

describe('POST /job refuses', () => {
  const { api, ask, rows } = serving()

  for (const [parameters, context, explanation, value] of PARAMETERS)
    it(`/job${parameters.slice(0, 90)} with 400: ${explanation.source}`, async () => {
      const sent = parameters.replaceAll('MEDIA', api().mediaRoot)
      const { status, body } = await ask(`POST /job${sent}`)
      assert.equal(status, 400)
      assert.match(body.invalidInput.explanation, explanation)
      assert.deepEqual(
        [body.invalidInput.context, body.invalidInput.value],
        [context, value?.replace('MEDIA', api().mediaRoot) ?? null],
      )
    })

  for (const [what, type, sent, context, explanation] of BODIES)
    it(`${what} with 400, naming ${context}`, async () => {
      const { status, body } = await ask('POST /job?type=TRANSCODE', { type, body: sent })
      assert.equal(status, 400)
      assert.equal(body.invalidInput.context, context)
      assert.match(body.invalidInput.explanation, explanation)
    })

  for (const type of ['text/plain', 'image/png', 'application/x-www-form-urlencoded', 'application/xmlx'])
    it(`a body of the type ${type} with 415`, async () => {
      const { status, body } = await ask('POST /job?type=TRANSCODE', { type, body: 'a' })
      assert.equal(status, 415)
      assert.deepEqual(body.invalidInput, {
        ...{
          context: 'Content-Type',
          id: null,
          explanation: 'expected application/xml or application/json',
          value: type,
        },
      })
    })

  // biome-ignore format: a table
  for (const [tags, context] of [
    ['hvec',         'expected one of hevc, hls, web, __jpeg, __mov, __mp3, __mp4, __png, __wav, __webm and 6 more'],
    ['lowres,lowrez', 'expected one of lowres, prores, web, __jpeg, __wav, __webm, __mov, __mp3, __mp4, __png and 6 more'],
    ['__proto__',    'expected one of __mov, __png, prores, __jpeg, __mp3, __mp4, __wav, __webm, audio, lowres and 6 more'],
  ] as const)
    it(`the shape tag ${tags} with 404 that names it, and those that exist, the nearest first`, async () => {
      const { status, body } = await ask(
        `POST /job?type=TRANSCODE&jobmetadata=sourceUri%3D${api().mediaRoot}/a&jobmetadata=tags%3D${tags}`,
      )
      assert.equal(status, 404)
      assert.deepEqual(body.notFound, { type: 'shape-tag', id: tags.split(',').at(-1), context })
    })

  it('a user without the role _job_write, before anything else is checked', async () => {
    const { status, body } = await ask('POST /job', { by: 'ann', type: XML, body: '<' })
    assert.equal(status, 403)
    assert.deepEqual(body.forbidden, {
      context: '_job_write',
      id: 'ann',
      explanation: 'the role _job_write is missing',
    })
  })

  it('without starting a job in any of these cases', async () =>
    assert.deepEqual(await rows('select id from callsheet.job'), []))
})
