/** Evaluates one script in QuickJS. */

import { readFileSync } from 'node:fs'
import type { QuickJSHandle } from 'quickjs-emscripten-core'
import type { Bridge } from './bridge.ts'
import type { Script, ScriptEnded, ScriptLimits, SyntaxFault } from './ended.ts'
import { API_FILE, failed, SCRIPT_FILE, syntaxFault, type Thrown, WRAPPER } from './position.ts'
import { inSandbox, type QuickJS, type Sandbox } from './quickjs.ts'

/** As an expression rather than as a module, which scripts could import. */
const API = `(() => { 'use strict';
${readFileSync(new URL('./api.mjs', import.meta.url), 'utf8').replaceAll(/^export /gm, '')}
return { install, describe } })()`

/** Runs the script to its end. */
export function evaluate(quickjs: QuickJS, script: Script, bridge: Bridge): ScriptEnded {
  try {
    const ended = inSandbox(quickjs, script.limits, (sandbox) => run(sandbox, script, bridge))
    return bridge.ended ?? ended
  } catch (caught) {
    const error = caught instanceof SuppressedError ? caught.suppressed : caught
    // A RangeError: the stack of the thread was exhausted before that of QuickJS.
    const message = error instanceof Error ? error.message : String(error)
    const internal = error instanceof RangeError ? 'stack overflow' : message
    return bridge.ended ?? limitOf(internal, script.limits) ?? { ended: 'crashed', message }
  }
}

/** Compiles the script and does not run it. */
export function check(quickjs: QuickJS, source: string): SyntaxFault | undefined {
  return inSandbox(quickjs, CHECK_LIMITS, (sandbox) => compiled(sandbox, source))
}

export const CHECK_LIMITS = { memoryBytes: 64 * 1024 * 1024, stackBytes: 256 * 1024 }

/** A second wrapper, so that no script can end the function that it is in. */
const WRAPPERS = [WRAPPER, [`${WRAPPER[0].slice(0, -1)}{\n`, '\n}})']] as const

/** Characters. */
const LONGEST_SOURCE = 1024 * 1024

function compiled({ context }: Sandbox, source: string): SyntaxFault | undefined {
  if (source.length > LONGEST_SOURCE)
    return { line: 1, column: 1, message: `The script has more than ${LONGEST_SOURCE} characters` }
  for (const [before, after] of WRAPPERS) {
    const result = context.evalCode(before + source + after, SCRIPT_FILE, { compileOnly: true })
    if (!result.error) {
      result.value.dispose()
      continue
    }
    const [message, stack] = ['message', 'stack'].map((name) =>
      result.error.alive
        ? context.getProp(result.error, name).consume((text) => context.getString(text))
        : '',
    )
    result.error.dispose()
    return syntaxFault({ message: `SyntaxError: ${message}`, stack: stack ?? '' }, source)
  }
  return undefined
}

function run(sandbox: Sandbox, script: Script, bridge: Bridge): ScriptEnded {
  const { source, fileName } = script
  const mustEnd = (): boolean => {
    if (sandbox.isFull()) bridge.end(memoryLimit(script.limits))
    return bridge.mustEnd()
  }
  sandbox.runtime.setInterruptHandler(mustEnd)
  const fault = compiled(sandbox, source)
  if (fault)
    return {
      ...{ ended: 'failed', ...fault, isSyntax: true },
      stack: `    at ${fileName}:${fault.line}:${fault.column}`,
    }
  const { context, runtime } = sandbox
  using describe = installed(sandbox, script, (name, values) =>
    mustEnd() ? undefined : bridge.call(name, values),
  )
  using main = context.unwrapResult(context.evalCode(WRAPPER.join(source), SCRIPT_FILE))
  const called = context.callFunction(main, context.undefined)
  if (called.error) return thrownBy(sandbox, describe, called.error, script)
  using promise = called.value
  while (!mustEnd() && runtime.hasPendingJob()) runtime.executePendingJobs(1).dispose()
  const state = context.getPromiseState(promise)
  switch (state.type) {
    case 'fulfilled':
      state.value.dispose()
      return { ended: 'finished' }
    case 'pending':
      return { ended: 'failed', message: 'The script awaits a promise that nothing can settle' }
    case 'rejected':
      return thrownBy(sandbox, describe, state.error, script)
  }
}

/** Installs the API and returns its function `describe`. */
function installed(
  { context }: Sandbox,
  { globals = {} }: Script,
  host: (name: string, values: string) => string | undefined,
): QuickJSHandle {
  using api = context.unwrapResult(context.evalCode(API, API_FILE))
  using install = context.getProp(api, 'install')
  using call = context.newFunction('call', (name, values) => {
    const answer = host(context.getString(name), context.getString(values))
    return answer === undefined ? context.undefined : context.newString(answer)
  })
  using values = context.newString(JSON.stringify(globals))
  context.unwrapResult(context.callFunction(install, context.undefined, call, values)).dispose()
  return context.getProp(api, 'describe')
}

/** What it takes to describe an error after the memory has run out, bytes. */
const RESERVE = 4 * 1024 * 1024

/** Undefined where the script has changed how everything is written as JSON. */
function read(json: string): Described | undefined {
  try {
    const described = JSON.parse(json) as Described | null
    return typeof described?.message === 'string' ? described : undefined
  } catch {
    return undefined
  }
}

type Described = Thrown & { readonly internal?: string }

function thrownBy(
  { context, runtime, isFull }: Sandbox,
  describe: QuickJSHandle,
  error: QuickJSHandle,
  { fileName, limits }: Script,
): ScriptEnded {
  using thrown = error
  if (isFull()) return memoryLimit(limits)
  runtime.setMemoryLimit(limits.memoryBytes + RESERVE)
  const result = context.callFunction(describe, context.undefined, thrown)
  if (result.error) {
    result.error.dispose()
    return { ended: 'failed', message: 'The script has thrown an object that throws when it is read' }
  }
  const described = read(result.value.consume((text) => context.getString(text)))
  if (!described) return { ended: 'failed', message: 'The script has thrown an error that cannot be read' }
  return limitOf(described.internal, limits) ?? failed(described, fileName)
}

function limitOf(
  internal: string | undefined,
  { memoryBytes, stackBytes }: ScriptLimits,
): ScriptEnded | undefined {
  if (internal === 'out of memory') return memoryLimit({ memoryBytes })
  if (internal === 'stack overflow')
    return { ended: 'limit', which: 'stack', message: `Stack limit of ${stackBytes} bytes exceeded` }
  return undefined
}

function memoryLimit({ memoryBytes }: Pick<ScriptLimits, 'memoryBytes'>): ScriptEnded {
  return { ended: 'limit', which: 'memory', message: `Memory limit of ${memoryBytes} bytes exceeded` }
}
