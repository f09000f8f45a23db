/** Describes the ExceptionDocument, which reports all errors. */

import { type DocumentOf, document, maybe, shape, string } from '../document.ts'

const id = maybe(string, 'The id that the error concerns.')
const context = maybe(string, 'The operation, or the invalid parameter.')
const explanation = maybe(string, 'The reason, as a sentence.')
const value = maybe(string, 'The value that was received.')

const withMessage = shape({ message: maybe(string, 'The error, as a sentence.') })
const withExplanation = shape({ context, id, explanation, value })

/**
 * Exactly one alternative is present. JSON writes the others, and its own absent fields, as `null` (wire.md
 * §5.1).
 */
export const ExceptionDocument = document(
  'ExceptionDocument',
  {
    notFound: maybe(
      shape({
        type: maybe(string, 'The kind of resource, such as `Job`.'),
        id,
        context: maybe(string, 'The ids that exist, if they are few: `expected one of lowres, web`.'),
      }),
      'No resource has that id.',
    ),
    internalServer: maybe(withMessage, 'An internal error of the server.'),
    forbidden: maybe(shape({ context, id, explanation }), 'The user does not have the required role.'),
    notYetImplemented: maybe(shape({}), 'The server does not implement the operation.'),
    conflict: maybe(withExplanation, 'The request conflicts with the current state of a resource.'),
    invalidInput: maybe(withExplanation, 'A parameter or the body is invalid.'),
    licenseFault: maybe(withMessage, 'The license does not permit the operation.'),
    fileAlreadyExists: maybe(
      shape({
        storageId: maybe(string, 'The storage.'),
        fileId: maybe(string, 'The existing file.'),
        path: maybe(string, 'The path on the storage.'),
      }),
      'A file with that name already exists.',
    ),
    notAuthorized: maybe(withMessage, 'The request is not authenticated.'),
  },
  { absent: 'null', description: 'An error, as exactly one of the alternatives.' },
)
export type ExceptionDocument = DocumentOf<typeof ExceptionDocument>
