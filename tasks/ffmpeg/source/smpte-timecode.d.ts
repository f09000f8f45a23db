/** The part of `smpte-timecode` that is used; the package has no types. */
declare module 'smpte-timecode' {
  export default class Timecode {
    /** Throws if there is no such time code. `frameRate`: numerator and denominator. */
    constructor(timeCode: number | string, frameRate: readonly [number, number], dropFrame: boolean)
    /** Frames since 00:00:00:00. */
    readonly frameCount: number
    toString(): string
  }
}
