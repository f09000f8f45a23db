/** Plays a package for streaming in a video element. */
import { type RefObject, useEffect, useRef } from 'react'

/**
 * Loads hls.js when it is needed. Its worker would need a script from a blob, which the page's policy does
 * not
 * allow: it works without. `src`: undefined plays nothing.
 */
export function usePackage(src: string | undefined, onFail: () => void): RefObject<HTMLVideoElement | null> {
  const ref = useRef<HTMLVideoElement>(null)
  const fail = useRef(onFail)
  fail.current = onFail
  useEffect(() => {
    if (src === undefined) return undefined
    let stop = () => {}
    let isOver = false
    import('hls.js').then(
      ({ default: Hls }) => {
        if (isOver || !ref.current) return
        if (!Hls.isSupported()) return fail.current()
        const player = new Hls({ enableWorker: false })
        stop = () => player.destroy()
        player.on(Hls.Events.ERROR, (_, { fatal }) => fatal && fail.current())
        player.loadSource(src)
        player.attachMedia(ref.current)
      },
      () => fail.current(),
    )
    return () => {
      isOver = true
      stop()
    }
  }, [src])
  return ref
}
