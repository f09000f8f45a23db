import assert from 'node:assert/strict'
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { Instead, operation } from '../../../server/http/operation.ts'
import { integer, oneOf, pairs, string } from '../../../server/http/request/parameter-kinds.ts'
import { parameter, required } from '../../../server/http/request/parameters.ts'

const basic = { title: 'A', method: 'PUT', path: '/a/:one/b/:two' } as const

describe('a declaration', () => {
  it('passes only declared values to its handler, with their types', () => {
    const query = {
      first: parameter(integer, 1, ''),
      priority: parameter(oneOf(['LOW', 'HIGH']), 'LOW', ''),
      type: required(string, ''),
      jobmetadata: parameter(pairs, [], ''),
      reason: parameter(string, undefined, ''),
    }
    operation({ ...basic, query, accepts: SimpleMetadataDocument, produces: URIListDocument }).answer(
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
        // @ts-expect-error a client may omit the body
        body.field
        return { uri: [...typed.map(String), ...query.jobmetadata.map(({ key }) => key)] }
      },
    )
  })

  it('accepts only defaults of the kind of the parameter', () => {
    // @ts-expect-error MEDIUM is not one of them
    parameter(oneOf(['LOW', 'HIGH']), 'MEDIUM', '')
  })

  it('accepts only existing roles', () => {
    // @ts-expect-error no such role
    operation({ ...basic, role: '_job_reed' })
  })

  it('requires an answer of the type that it produces', () => {
    // @ts-expect-error uri is missing
    operation({ ...basic, produces: URIListDocument }).answer(async () => ({ hits: 1 }))
    // @ts-expect-error it produces nothing
    operation(basic).answer(async () => ({ uri: [] }))
    operation(basic).answer(async () => {})
    operation({ ...basic, produces: 'text' }).answer(async () => 'a')
  })

  it('permits another document only if it declares one with `instead`', () => {
    const instead = { when: 'dryRun=true', produces: URIListDocument }
    const answer = async () => new Instead(URIListDocument, { uri: ['a'] }, 'a')
    operation({ ...basic, produces: SimpleMetadataDocument, instead }).answer(answer)
    operation({ ...basic, produces: SimpleMetadataDocument, instead }).answer(async () => ({ field: [] }))
    // @ts-expect-error it declares no other document
    operation({ ...basic, produces: SimpleMetadataDocument }).answer(answer)
    // @ts-expect-error uri is missing
    new Instead(URIListDocument, { hits: 1 }, '')
  })

  it('is available to the reference documentation', () => {
    const first = parameter(integer, 1, 'Where to begin.', { aliases: ['First'] })
    const { declaration, formats } = operation({
      ...basic,
      role: '_job_read',
      query: { first },
      produces: URIListDocument,
      plain: ({ uri }) => uri.join(),
    }).answer(async () => ({ uri: [] }))
    assert.deepEqual(formats, ['xml', 'json', 'text'])
    assert.deepEqual(declaration, {
      ...basic,
      role: '_job_read',
      query: { first },
      produces: URIListDocument,
    })
    assert.deepEqual(
      [first.kind.name, first.fallback, first.required, first.description, first.aliases],
      ['integer', 1, false, 'Where to begin.', ['First']],
    )
  })
})
