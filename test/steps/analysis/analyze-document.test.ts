import assert from 'node:assert/strict'
import { readXml } from '../../../schema/codec/xml/xml.ts'
import { AnalyzeJobDocument } from '../../../schema/documents/analyze-job.ts'
import { metadataOfAnalysis } from '../../../steps/analysis/analyze-document.ts'
import { measuresOf } from '../../../steps/analysis/analyze-parameters.ts'

describe('an AnalyzeJobDocument', () => {
  // biome-ignore format: a table
  for (const [content, metadata] of [
    ['<freeze><threshold>0.05</threshold><time>4.0</time></freeze><black><threshold>0.1</threshold><percentage>95</percentage></black>',
      { analyze: 'black,freeze', blackThreshold: '0.1', blackPercentage: '95', freezeThreshold: '0.05', freezeTime: '4' }],
    ['<bars/>', { analyze: 'bars' }],
    ['<channel><tone>1000</tone><stream>1</stream><channel>0</channel><thresh>-30</thresh></channel>',
      { analyze: 'channels', channels: '[{"tone":[1000],"stream":1,"channel":0,"thresh":-30}]' }],
    ['', {}],
  ] as const)
    it(`with ${content || 'nothing'} asks for ${JSON.stringify(metadata)}`, () => {
      const xml = `<AnalyzeJobDocument xmlns="http://xml.vidispine.com/schema/vidispine">${content}</AnalyzeJobDocument>`
      const asked = metadataOfAnalysis(readXml(AnalyzeJobDocument, xml))
      assert.deepEqual(asked, metadata)
      assert.ok(!('refused' in measuresOf(metadata)))
    })

  it('with an element that nothing can carry out is refused by its name', () => {
    const refused = metadataOfAnalysis({ smartcrop: { aspect: '1:1' } })
    assert.equal('refused' in refused && refused.refused, 'smartcrop')
  })
})
