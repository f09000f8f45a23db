import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseUrl } from '../../../server/http/request/url.ts'

// biome-ignore format: a table
const CASES: readonly (readonly [string, string, Record<string, string[]>])[] = [
  ['/API/job',                                       '/job',                 {}],
  ['/job',                                           '/job',                 {}],
  ['/API/job/',                                      '/job',                 {}],
  ['//API//job//VX-3//',                             '/job/VX-3',            {}],
  ['/API',                                           '/',                    {}],
  ['/',                                              '/',                    {}],
  ['/APInoauth/selftest/',                           '/APInoauth/selftest',  {}],
  ['/api/job',                                       '/api/job',             {}],
  ['http://host:8080/API/job?first=1',               '/job',                 { first: ['1'] }],
  ['/API/job;user=false;first=1/VX-3;metadata=true?step=true', '/job/VX-3',  { step: ['true'], user: ['false'], first: ['1'], metadata: ['true'] }],
  ['/API/job;first=1?first=2',                       '/job',                 { first: ['2', '1'] }],
  ['/API/job;jobmetadata=a%3d1?jobmetadata=b%3D2',   '/job',                 { jobmetadata: ['b=2', 'a=1'] }],
  ['/API/job?jobmetadata=a=1=2',                     '/job',                 { jobmetadata: ['a=1=2'] }],
  ['/API/job?sort=startTime+asc',                    '/job',                 { sort: ['startTime asc'] }],
  ['/API/job;sort=jobId+desc',                       '/job',                 { sort: ['jobId desc'] }],
  ['/API/job;reason=a+b',                            '/job',                 { reason: ['a+b'] }],
  ['/API/job?a=1%2B1',                               '/job',                 { a: ['1+1'] }],
  ['/API/job?&sort=&&state&=x',                      '/job',                 { sort: [''], state: [''] }],
  ['/API/job??first=1',                              '/job',                 { first: ['1'] }],
  ['/API/job/a%2Fb',                                 '/job/a%2Fb',           {}],
  ['/API/job/a%3Bb;c=d',                             '/job/a%3Bb',           { c: ['d'] }],
  ['/API/%6Aob',                                     '/job',                 {}],
  ['/API/job?title=\xc3\x89t\xc3\xa9',               '/job',                 { title: ['Été'] }],
  ['/API/job?title=%C3%89t%C3%A9',                   '/job',                 { title: ['Été'] }],
  ['/API/job?__proto__=x',                           '/job',                 { ['__proto__']: ['x'] }],
]

describe('a URL', () => {
  for (const [raw, path, parameters] of CASES)
    it(`${raw} has the path ${path} and parameters ${JSON.stringify(parameters)}`, () => {
      const url = parseUrl(raw)
      assert.ok(url.is === 'url')
      assert.equal(url.path, path)
      assert.deepEqual([...url.parameters], Object.entries(parameters))
    })

  it('keeps an encoded slash inside its segment', () => {
    const url = parseUrl('/API/job/a%2Fb/problem')
    assert.ok(url.is === 'url')
    assert.deepEqual(url.segments, ['job', 'a/b', 'problem'])
  })

  for (const raw of ['/API/job/%', '/API/job/%E9', '/API/job/a%00b'])
    it(`${raw} has a bad path`, () => assert.deepEqual(parseUrl(raw), { is: 'bad-path' }))

  for (const [raw, name, value] of [
    ['/API/job?first=%zz', 'first', '%zz'],
    ['/API/job;first=%', 'first', '%'],
    ['/API/job?title=%E9', 'title', '%E9'],
    ['/API/job?title=%00', 'title', '%00'],
    ['/API/job?%zz=1', '%zz', '1'],
  ] as const)
    it(`${raw} has a bad parameter ${name}`, () =>
      assert.deepEqual(parseUrl(raw), { is: 'bad-parameter', name, value }))

  it('never throws on any input', () => {
    const piece = fc.constantFrom(
      '/',
      ';',
      '?',
      '&',
      '=',
      '+',
      '%',
      '%2F',
      '%zz',
      '%C3',
      'API',
      'é',
      '\0',
      '\ud800',
    )
    const hostile = fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))).map((parts) => parts.join(''))
    fc.assert(fc.property(hostile, (raw) => ['url', 'bad-path', 'bad-parameter'].includes(parseUrl(raw).is)))
  })

  it('returns a path that parses into the same segments', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (names) => {
        const url = parseUrl(`/API/${names.map(encodeURIComponent).join('/')}`)
        if (url.is !== 'url') return
        const again = parseUrl(`/API${url.path}`)
        assert.ok(again.is === 'url')
        assert.deepEqual(again.segments, url.segments)
      }),
    )
  })
})
