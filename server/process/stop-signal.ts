/** Stops a command with its process: on a signal, or when the process that started it is gone. */

/** Call once, at the start. The channel to the starting process does not keep this one alive. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  process.on('disconnect', () => stop.abort())
  process.channel?.unref()
  return stop.signal
}
