/** The URL of a request as logs show it. Pure. */

/**
 * Without the queries of URIs within it, percent-encoded or not: a signed URL grants what it names to anyone
 * who
 * reads it.
 */
export function loggedUrl(url: string): string {
  return url.replaceAll(/((?::|%3a)(?:\/|%2f){2}(?:(?!%3f)[^?&;\s])*)(?:\?|%3f)[^\s]*?(?=[&;]|$)/gi, '$1?…')
}
