import assert from 'node:assert/strict'
import { answers } from '../../../tasks/http/answers.ts'

describe('answers', () => {
  // biome-ignore format: a table
  for (const url of [
    'http://169.254.169.254/latest/meta-data',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://[fd00:ec2::23]/',
    'http://[fd20:ce::254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[::169.254.169.254]/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'not a URL',
  ])
    it(`sends nothing to ${url}`, async () => assert.equal(await answers(url, AbortSignal.timeout(1_000)), 'refused'))
})
