/** Logs show the URL of a request without secrets (docs/transfers.md). */
import assert from 'node:assert/strict'
import { loggedUrl } from '../../../../server/http/request/logged-url.ts'

const SIGNED = 'https://media.example/a.mov?X-Amz-Signature=abc&X-Amz-Expires=60'

describe('A logged URL', () => {
  // biome-ignore format: a table
  for (const [url, logged] of [
    ['/API/job?type=EXPORT&first=1',                                  '/API/job?type=EXPORT&first=1'],
    [`/API/import?uri=${encodeURIComponent(SIGNED)}&tag=lowres`,      '/API/import?uri=https%3A%2F%2Fmedia.example%2Fa.mov?…&tag=lowres'],
    ['/API/import?uri=https://media.example/a.mov?sig=abc&tag=lowres', '/API/import?uri=https://media.example/a.mov?…&tag=lowres'],
    [`/API/import;uri=${encodeURIComponent(SIGNED)};tag=lowres`,      '/API/import;uri=https%3A%2F%2Fmedia.example%2Fa.mov?…;tag=lowres'],
    ['/API/import?uri=file:///srv/a.mov&tag=x',                       '/API/import?uri=file:///srv/a.mov&tag=x'],
  ] as const)
    it(`of ${url.slice(0, 50)} has no query of a URI`, () => assert.equal(loggedUrl(url), logged))
})
