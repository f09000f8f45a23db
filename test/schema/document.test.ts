import assert from 'node:assert/strict'
import { readJson } from '../../schema/codec/json/json.ts'
import { writeXml } from '../../schema/codec/xml/xml.ts'
import { document, integer, itself, list, maybe, shape, string } from '../../schema/document.ts'
import { DOCUMENTS } from '../../schema/documents/all.ts'

describe('The document language', () => {
  it('lets a document contain itself', () => {
    const Tree = document('Tree', { name: maybe(string), tree: list(itself) })
    const tree = readJson(Tree, '{"name":"a","tree":[{"name":"b","tree":[{}]}]}')
    assert.deepEqual(tree, { name: 'a', tree: [{ name: 'b', tree: [{ tree: [] }] }] })
    assert.match(writeXml(Tree, tree), /<name>a<\/name><tree><name>b<\/name><tree\/><\/tree><\/Tree>$/)
  })

  it('refers to the nearest enclosing shape with itself', () => {
    const Outer = document('Outer', { inner: maybe(shape({ n: maybe(integer), again: maybe(itself) })) })
    assert.deepEqual(readJson(Outer, '{"inner":{"again":{"n":1,"inner":{}}}}'), {
      inner: { again: { n: 1 } },
    })
  })

  it('gives every document a unique name', () => {
    const names = DOCUMENTS.map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
  })
})
