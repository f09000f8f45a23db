import { useNow } from './clock.ts'
import { absolute, ago, readTime } from './say-time.ts'

/** `2 minutes ago`, with the exact time on hover. `time` is a text of the API. */
export function Since({ time }: { readonly time: string }) {
  const then = readTime(time)
  return (
    <time dateTime={new Date(then).toISOString()} title={absolute(then)}>
      {ago(then, useNow())}
    </time>
  )
}
