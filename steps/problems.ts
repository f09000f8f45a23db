/** The kinds of problems that steps wait for. */

import type { ProblemKind } from './engine/declare/problem.ts'
import { file } from './problems/file.ts'
import { service } from './problems/service.ts'
import { storage } from './problems/storage.ts'
import { markerProblem } from './scripted/script-problem.ts'
import type { Tools } from './tools.ts'

/** All kinds of problems that checks can find to have passed, one line each. */
export const PROBLEMS: readonly ProblemKind<Tools>[] = [file, storage, service, markerProblem]
