import type { ProblemKind } from './engine/declare/problem.ts'
import { file } from './problems/file.ts'
import { service } from './problems/service.ts'
import { storage } from './problems/storage.ts'
import { markerProblem } from './scripted/script-problem.ts'
import type { Tools } from './tools.ts'

/** Every kind of problem that passes by itself; one line each. */
export const PROBLEMS: readonly ProblemKind<Tools>[] = [file, storage, service, markerProblem]
