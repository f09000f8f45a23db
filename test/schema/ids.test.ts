import assert from 'node:assert/strict'
import { serialOf, siteId } from '../../schema/ids.ts'

describe('serialOf', () => {
  for (const serial of [1, 12, 17_403_032, 2_147_483_647]) {
    it(`reads VX-${serial} as ${serial}`, () => {
      assert.equal(siteId(serial), `VX-${serial}`)
      assert.equal(serialOf(siteId(serial)), serial)
    })
  }

  for (const [id, why] of [
    ['VX-2147483648', 'larger than the column of the ids'],
    ['VX-9999999999', 'larger than the column of the ids'],
    ['VX-99999999999999999999', 'larger than any integer'],
    ['VX-0', 'serials start at 1'],
    ['VX-012', 'leading zero'],
    ['VX--1', 'negative'],
    ['VX-1.0', 'fraction'],
    ['VX-1e3', 'digits only'],
    ['VX-0x10', 'digits only'],
    ['VX-١', 'ASCII digits only'],
    ['VX-1 ', 'trailing space'],
    ['VX-1\n', 'trailing line break'],
    [' VX-1', 'leading space'],
    ['vx-1', 'the site is case-sensitive'],
    ['AB-1', 'another site'],
    ['VX1', 'no hyphen'],
    ['VX-', 'no serial'],
    ['1', 'no site'],
    ['', 'empty'],
  ] as const) {
    it(`refuses ${JSON.stringify(id)}: ${why}`, () => assert.equal(serialOf(id), undefined))
  }
})
