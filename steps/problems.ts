/** Every kind of problem that a check can find to have passed, one line each. */
import type { ProblemKind } from './engine/declare/problem.ts'
import { file } from './problems/file.ts'
import { javascript } from './problems/javascript.ts'
import { openFile } from './problems/open-file.ts'
import { service } from './problems/service.ts'
import { storage } from './problems/storage.ts'
import type { Tools } from './tools.ts'

export const PROBLEMS: readonly ProblemKind<Tools>[] = [file, openFile, storage, service, javascript]
