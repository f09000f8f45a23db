/** Asks whether the server responds. */
import { within } from '../time/clock.ts'
import { API } from './base.ts'

/** `HEAD /APInoauth/is-online`. A proxy that answers for a server that is away does not count. */
export async function isOnline(signal: AbortSignal): Promise<boolean> {
  try {
    const url = new URL('../APInoauth/is-online', API)
    const { status } = await fetch(url, {
      method: 'HEAD',
      credentials: 'omit',
      signal: within(SOON_MS, signal),
    })
    return status < 500
  } catch {
    return false
  }
}

const SOON_MS = 1_500
