import assert from 'node:assert/strict'
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { Instead, operation } from '../../../server/http/operation.ts'
import { integer, oneOf, pairs, string } from '../../../server/http/request/parameter-kinds.ts'
import { parameter, required } from '../../../server/http/request/parameters.ts'

const said = { title: 'A', method: 'PUT', path: '/a/:one/b/:two' } as const

describe('a declaration', () => {
  it('gives its handler typed values, and no others', () => {
    const query = {
      first: parameter(integer, 1, ''),
      priority: parameter(oneOf(['LOW', 'HIGH']), 'LOW', ''),
      type: required(string, ''),
      jobmetadata: parameter(pairs, [], ''),
      reason: parameter(string, undefined, ''),
    }
    operation({ ...said, query, accepts: SimpleMetadataDocument, produces: URIListDocument }).answer(
      async ({ path, query, body }) => {
        const typed: [string, string, number, 'LOW' | 'HIGH', string, string | undefined] = [
          path.one,
          path.two,
          query.first,
          query.priority,
          query.type,
          query.reason,
        ]
        // @ts-expect-error three is not in the path
        path.three
        // @ts-expect-error number is not declared
        query.number
        // @ts-expect-error a client may leave the body out
        body.field
        return { uri: [...typed.map(String), ...query.jobmetadata.map(({ key }) => key)] }
      },
    )
  })

  it('has a default that is of its kind', () => {
    // @ts-expect-error MEDIUM is not one of them
    parameter(oneOf(['LOW', 'HIGH']), 'MEDIUM', '')
  })

  it('knows its role', () => {
    // @ts-expect-error no such role
    operation({ ...said, role: '_job_reed' })
  })

  it('is answered with what it produces', () => {
    // @ts-expect-error uri is missing
    operation({ ...said, produces: URIListDocument }).answer(async () => ({ hits: 1 }))
    // @ts-expect-error it produces nothing
    operation(said).answer(async () => ({ uri: [] }))
    operation(said).answer(async () => {})
    operation({ ...said, produces: 'text' }).answer(async () => 'a')
  })

  it('is answered with another document only where it names it', () => {
    const instead = { when: 'dryRun=true', produces: URIListDocument }
    const answer = async () => new Instead(URIListDocument, { uri: ['a'] }, 'a')
    operation({ ...said, produces: SimpleMetadataDocument, instead }).answer(answer)
    operation({ ...said, produces: SimpleMetadataDocument, instead }).answer(async () => ({ field: [] }))
    // @ts-expect-error it names none
    operation({ ...said, produces: SimpleMetadataDocument }).answer(answer)
    // @ts-expect-error uri is missing
    new Instead(URIListDocument, { hits: 1 }, '')
  })

  it('can be read by the documentation', () => {
    const first = parameter(integer, 1, 'Where to begin.', { aliases: ['First'] })
    const { declaration, formats } = operation({
      ...said,
      role: '_job_read',
      query: { first },
      produces: URIListDocument,
      plain: ({ uri }) => uri.join(),
    }).answer(async () => ({ uri: [] }))
    assert.deepEqual(formats, ['xml', 'json', 'text'])
    assert.deepEqual(declaration, { ...said, role: '_job_read', query: { first }, produces: URIListDocument })
    assert.deepEqual(
      [first.kind.name, first.fallback, first.required, first.description, first.aliases],
      ['integer', 1, false, 'Where to begin.', ['First']],
    )
  })
})
