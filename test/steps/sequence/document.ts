/** Writes ConformRequestDocuments for tests. */

export interface Cut {
  readonly uri: string
  /** Units of the base, from the start of the source. Default: all of it. */
  readonly from?: number
  readonly to?: number
  /** Where it begins on the time line. */
  readonly at?: number
  /** Units per second. Default 25. */
  readonly base?: number
}

export function conformXml(cuts: readonly Cut[], more = ''): string {
  const segments = cuts.map(({ uri, from, to, at, base = 25 }) => {
    const point = (name: string, samples: number) =>
      `<${name}><samples>${samples}</samples><timeBase><numerator>1</numerator><denominator>${base}</denominator></timeBase></${name}>`
    const end = to === undefined ? '' : point('end', to)
    const interval = from === undefined ? '' : `<interval>${point('start', from)}${end}</interval>`
    const destination =
      at === undefined ? '' : `<destination><interval>${point('start', at)}</interval></destination>`
    return `<segment><source><uri>${uri}</uri>${interval}</source>${destination}</segment>`
  })
  return `<ConformRequestDocument xmlns="http://xml.vidispine.com/schema/vidispine"><conform><timeline>${segments.join('')}</timeline>${more}</conform></ConformRequestDocument>`
}
