/** The clock and the timers of the console; no other file uses Date.now or timers. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** Milliseconds since 1970. */
export function now(): number {
  return Date.now()
}

/**
 * A value that depends on the current time, such as `2 minutes ago`. Checked every second by one timer for
 * the whole page, and when a hidden page is shown again; renders only when it changes.
 */
export function useAsTimePasses<T extends string | number | undefined>(valueAt: (now: number) => T): T {
  return useSyncExternalStore(everySecond, () => valueAt(now()))
}

const watchers = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined

function everySecond(watcher: () => void): () => void {
  watchers.add(watcher)
  if (ticking === undefined) {
    ticking = setInterval(tick, 1_000)
    document.addEventListener('visibilitychange', tick)
  }
  return () => {
    watchers.delete(watcher)
    if (watchers.size > 0) return
    clearInterval(ticking)
    ticking = undefined
    document.removeEventListener('visibilitychange', tick)
  }
}

function tick(): void {
  for (const watcher of [...watchers]) watcher()
}

/** The current time, updated every second while `active`, for elapsed times. */
export function useNowWhile(active: boolean): number {
  const [time, setTime] = useState(now)
  useEvery(active ? 1_000 : undefined, () => setTime(now()))
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

/** Calls back once after `ms`; never if undefined. `callback` may change. */
export function useAfter(ms: number | undefined, callback: () => void): void {
  const latest = useRef(callback)
  latest.current = callback
  useEffect(() => {
    if (ms === undefined) return
    const timer = setTimeout(() => latest.current(), ms)
    return () => clearTimeout(timer)
  }, [ms])
}

/** The last value that stayed unchanged for `ms`. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

/** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
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

/** A signal that aborts with `signal`, or after `ms`. */
export function within(ms: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)])
}
