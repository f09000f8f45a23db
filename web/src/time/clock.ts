/** The only clock of the console, and its only timers. */
import { useEffect, useRef, useState } from 'react'

/** Milliseconds since 1970. */
export function now(): number {
  return Date.now()
}

/** The time, again every `everyMs`: for what is said relative to it. */
export function useNow(everyMs = 10_000): number {
  const [time, setTime] = useState(now)
  useEvery(everyMs, () => setTime(now()))
  return time
}

/** The time, each second while `goesOn`: for how long something has taken. */
export function useNowWhile(goesOn: boolean): number {
  const [time, setTime] = useState(now)
  useEvery(goesOn ? 1_000 : undefined, () => setTime(now()))
  return time
}

/** Calls back every `everyMs` while the component is mounted; `undefined` pauses. `callback` may change. */
export function useEvery(everyMs: number | undefined, callback: () => void): void {
  const latest = useRef(callback)
  latest.current = callback
  useEffect(() => {
    if (everyMs === undefined) return
    const timer = setInterval(() => latest.current(), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
}

/** Calls back once, after `ms`; `undefined` never. `callback` may change. */
export function useAfter(ms: number | undefined, callback: () => void): void {
  const latest = useRef(callback)
  latest.current = callback
  useEffect(() => {
    if (ms === undefined) return
    const timer = setTimeout(() => latest.current(), ms)
    return () => clearTimeout(timer)
  }, [ms])
}

/** `value` as it was when it last stood still for `ms`. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

/** Resolves after `ms`, or when `signal` aborts: then at once, and without throwing. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}

/** Aborts with `signal`, and after `ms`. */
export function within(ms: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)])
}
