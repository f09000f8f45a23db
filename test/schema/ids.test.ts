import assert from 'node:assert/strict'
import { serialOf, siteId } from '../../schema/ids.ts'

describe('A site id', () => {
  for (const serial of [1, 12, 17_403_032, 2_147_483_647]) {
    it(`VX-${serial} stands for ${serial}`, () => {
      assert.equal(siteId(serial), `VX-${serial}`)
      assert.equal(serialOf(siteId(serial)), serial)
    })
  }

  for (const [id, why] of [
    ['VX-2147483648', 'larger than the column of the ids'],
    ['VX-9999999999', 'larger than the column of the ids'],
    ['VX-99999999999999999999', 'larger than any number'],
    ['VX-0', 'serials begin at 1'],
    ['VX-012', 'a serial has no leading zero'],
    ['VX--1', 'no serial is negative'],
    ['VX-1.0', 'no serial has a fraction'],
    ['VX-1e3', 'digits only'],
    ['VX-0x10', 'digits only'],
    ['VX-١', 'ASCII digits only'],
    ['VX-1 ', 'nothing may follow'],
    ['VX-1\n', 'nothing may follow'],
    [' VX-1', 'nothing may come before'],
    ['vx-1', 'the site is case-sensitive'],
    ['AB-1', 'another site'],
    ['VX1', 'no hyphen'],
    ['VX-', 'no serial'],
    ['1', 'no site'],
    ['', 'nothing at all'],
  ] as const) {
    it(`is not ${JSON.stringify(id)}: ${why}`, () => assert.equal(serialOf(id), undefined))
  }
})
