/** Why a job is refused before it is created. */

/** A metadata value that is missing or invalid. */
export interface Invalid {
  readonly refused: 'invalid'
  readonly key: string
  readonly explanation: string
  readonly value?: string
}

/** Why a job is refused: an invalid metadata value, or an object that does not exist. */
export type Refusal =
  | Invalid
  | {
      readonly refused: 'not-found'
      readonly type: string
      readonly id: string
      /** The ids that exist, if they are few. */
      readonly known?: readonly string[]
    }
