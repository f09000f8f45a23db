/** A process that copies the file in its arguments, prints its progress per MiB, and is killed meanwhile. */

import { copy } from '../../../tasks/files/copy.ts'
import { Tasks } from '../../../tasks/task.ts'

const [, , from = '', to = ''] = process.argv
await using tasks = new Tasks()
const onProgress = (bytes: number): void => void process.stdout.write(`${bytes}\n`)
await copy(from, to, { signal: new AbortController().signal, tasks, onProgress })
