/** QuickJS in this thread: one WebAssembly instance, and a fresh runtime for each script. */

import variant from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import type { ScriptLimits } from './ended.ts'

/** The types of the package are those of its CommonJS form, in which the variant is a level deeper. */
const SYNC = variant as unknown as (typeof variant)['default']

/** TypeScript has its type only among those of browsers. */
declare const WebAssembly: {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => WasmMemory
}
interface WasmMemory {
  readonly buffer: ArrayBuffer
}

const PAGE = 64 * 1024
const MIB = 1024 * 1024

/** Memory of an instance before the first script. */
const INITIAL = 16 * MIB
/** For the text of one answer, and for what a script allocates between two looks at its memory. */
const RESERVE = 16 * MIB
/** An instance cannot give memory back. One that has grown beyond this serves no further script. */
const LARGEST_KEPT = 24 * MIB

export interface QuickJS {
  readonly module: QuickJSWASMModule
  readonly memory: WasmMemory
  readonly memoryBytes: number
}

let loaded: QuickJS | undefined

/** Loads QuickJS, unless an instance for this memory limit is loaded. Takes 3 to 20 ms. */
export async function quickjs({ memoryBytes }: Pick<ScriptLimits, 'memoryBytes'>): Promise<QuickJS> {
  if (loaded?.memoryBytes === memoryBytes) return loaded
  const maximum = Math.ceil((INITIAL + memoryBytes + RESERVE) / PAGE)
  const memory = new WebAssembly.Memory({ initial: INITIAL / PAGE, maximum })
  const options = { wasmMemory: memory, emscriptenModule: SILENT }
  loaded = { module: await newQuickJSWASMModuleFromVariant(newVariant(SYNC, options)), memory, memoryBytes }
  return loaded
}

export interface Sandbox {
  readonly runtime: QuickJSRuntime
  readonly context: QuickJSContext
  /**
   * Whether the memory limit is exceeded. QuickJS compares each allocation with its limit, but in WebAssembly
   * it cannot add them up.
   */
  readonly isFull: () => boolean
}

/** Runs the work in a runtime of its own. An instance that has thrown may be damaged, so it is replaced. */
export function inSandbox<T>(
  { module, memory, memoryBytes }: QuickJS,
  { stackBytes }: Pick<ScriptLimits, 'stackBytes'>,
  work: (sandbox: Sandbox) => T,
): T {
  const isFull = (): boolean => memory.buffer.byteLength > INITIAL + memoryBytes
  let isSound = false
  try {
    const runtime = module.newRuntime()
    runtime.setMemoryLimit(memoryBytes)
    runtime.setMaxStackSize(stackBytes)
    const context = runtime.newContext()
    const result = work({ runtime, context, isFull })
    isSound = disposed(context, runtime) && memory.buffer.byteLength <= LARGEST_KEPT
    return result
  } finally {
    if (!isSound) loaded = undefined
  }
}

/** QuickJS aborts if a value is still in use, as it can be after an interruption. */
function disposed(context: QuickJSContext, runtime: QuickJSRuntime): boolean {
  try {
    context.dispose()
    runtime.dispose()
    return true
  } catch {
    return false
  }
}

/** Aborts are thrown as well; there is no need to print them. */
const SILENT: object = { print: () => {}, printErr: () => {} }
