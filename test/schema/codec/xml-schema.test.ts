import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { xmlSchema } from '../../../schema/codec/xml/xml-schema.ts'
import { VIDISPINE } from '../../../schema/codec/xml/xml-tree.ts'
import {
  attribute,
  content,
  dateTime,
  document,
  element,
  empty,
  float,
  integer,
  itself,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../../../schema/document.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'

describe('The XML Schema of a document', () => {
  const Sample = document('Sample', {
    name: element(string, 'A <name> & more.'),
    level: maybe(oneOf(['LOW', 'HIGH'])),
    at: maybe(dateTime),
    stop: maybe(empty),
    part: list(shape({ amount: content(float), unit: attribute(string) })),
    sample: list(itself),
    id: attribute(integer),
  })
  const validates = validatorOf(xmlSchema([Sample]))

  // biome-ignore format: a table
  const CASES = [
    [true,  '<Sample id="1"><name/></Sample>'],
    [true,  '<Sample id="1"><name>a</name><level>LOW</level><at>2026-01-31T12:00:00.000Z</at><stop/></Sample>'],
    [true,  '<Sample id="1"><name/><part unit="s">1.5</part><part unit="s">4.6e-7</part></Sample>'],
    [true,  '<Sample id="1"><name/><sample id="2"><name/></sample></Sample>'],
    [false, '<Sample id="1"/>'],
    [false, '<Sample><name/></Sample>'],
    [false, '<Sample id="one"><name/></Sample>'],
    [false, '<Sample id="1"><name/><name/></Sample>'],
    [false, '<Sample id="1"><level>LOW</level><name/></Sample>'],
    [false, '<Sample id="1"><name/><level>NONE</level></Sample>'],
    [false, '<Sample id="1"><name/><at>2026-01-31T12:00:00.000+0000</at></Sample>'],
    [false, '<Sample id="1"><name/><stop>now</stop></Sample>'],
    [false, '<Sample id="1"><name/><part>1</part></Sample>'],
    [false, '<Sample id="1"><name/><other/></Sample>'],
  ] as const
  for (const [valid, xml] of CASES)
    it(`${valid ? 'permits' : 'refuses'} ${xml}`, () =>
      assert.equal(validates(xml.replace('<Sample', `<Sample xmlns="${VIDISPINE}"`)), valid))

  it('has the descriptions', () => assert.match(xmlSchema([Sample]), /A &lt;name&gt; &amp; more\./))
})

describe('The XML Schema permits every recorded document', () => {
  const validates = validatorOf(xmlSchema(DOCUMENTS))
  for (const file of globSync('test/fixtures/*.xml').toSorted())
    it(file, () => assert.ok(validates(readFileSync(file, 'utf8'))))
})

function validatorOf(schema: string): (xml: string) => boolean {
  const validator = XsdValidator.fromDoc(XmlDocument.fromString(schema))
  return (xml) => {
    using parsed = XmlDocument.fromString(xml)
    try {
      validator.validate(parsed)
      return true
    } catch {
      return false
    }
  }
}
