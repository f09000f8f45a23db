import assert from 'node:assert/strict'
import { readLogCursor, writeLogCursor } from '../../schema/log-cursor.ts'

describe('A log cursor', () => {
  it('is written with the attempts in ascending order, and can be read back', () => {
    const cursor = new Map([
      [12, 3],
      [9, 10_000],
    ])
    assert.equal(writeLogCursor(cursor), '9:10000,12:3')
    assert.deepEqual(readLogCursor('9:10000,12:3'), cursor)
  })

  it('is undefined before anything is read', () => assert.equal(writeLogCursor(new Map()), undefined))

  // biome-ignore format: a table
  for (const text of ['', 'a', '1', '1:', ':1', '1:1,', ',1:1', '1:-1', '1:1.5', '1:1 ', '1:2147483648', '9007199254740993:1', '1:99999999999', '1:1;2:1', '٣:1'])
    it(`is not read from ${JSON.stringify(text)}`, () => assert.equal(readLogCursor(text), undefined))
})
