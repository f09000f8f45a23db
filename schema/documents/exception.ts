import { type DocumentOf, document, maybe, shape, string } from '../document.ts'

const id = maybe(string, 'The id it is about.')
const context = maybe(string, 'What was being done, or the parameter that was wrong.')
const explanation = maybe(string, 'The reason, as a sentence.')
const value = maybe(string, 'The value that was found.')

const said = shape({ message: maybe(string, 'What happened.') })
const explained = shape({ context, id, explanation, value })

/** Exactly one alternative is given; JSON shows the others, and what the one leaves out, as `null` (wire.md §5.1). */
export const ExceptionDocument = document(
  'ExceptionDocument',
  {
    notFound: maybe(
      shape({ type: maybe(string, 'What was looked for, such as `Job`.'), id, context }),
      'Nothing has that id.',
    ),
    internalServer: maybe(said, 'A fault of the server.'),
    forbidden: maybe(shape({ context, id, explanation }), 'The user has not the role for it.'),
    notYetImplemented: maybe(shape({}), 'The server does not do that.'),
    conflict: maybe(explained, 'It does not go with the state something is in.'),
    invalidInput: maybe(explained, 'A parameter or a body is wrong.'),
    licenseFault: maybe(said, 'The licence does not allow it.'),
    fileAlreadyExists: maybe(
      shape({
        storageId: maybe(string, 'The storage.'),
        fileId: maybe(string, 'The file that is there.'),
        path: maybe(string, 'Where on the storage.'),
      }),
      'A file of that name is there already.',
    ),
    notAuthorized: maybe(said, 'Nobody has logged in.'),
  },
  { absent: 'null', description: 'Every error, as exactly one of the alternatives.' },
)
export type ExceptionDocument = DocumentOf<typeof ExceptionDocument>
