/** Reads the weights of the Silero network for 16 kHz from its ONNX file. Pure. */

/** The parts of the network, by what they do. All matrices are rows of outputs. */
export interface Weights {
  /** Cosines, then sines, of 256 samples. */
  readonly spectrum: Float64Array
  /** Convolutions over three frames each, one after the other. */
  readonly encoder: readonly { readonly weight: Float64Array; readonly bias: Float64Array }[]
  readonly memory: {
    readonly input: Float64Array
    readonly output: Float64Array
    readonly bias: Float64Array
  }
  readonly decision: { readonly weight: Float64Array; readonly bias: number }
}

/**
 * The file has a network for 8 kHz as well, with the same names in another graph. Throws for any other file.
 */
export function weightsOf(model: Uint8Array): Weights {
  const graph = graphsOf(model, MESSAGE.model).find((tensors) => tensors.get(SPECTRUM)?.length === 258 * 256)
  const take = (name: string, length: number): Float64Array => {
    const values = graph?.get(name)
    if (values?.length !== length)
      throw new Error(`${name} of the speech model does not have ${length} values`)
    return values
  }
  const gates = 4 * STATE
  const [input, output] = ['ih', 'hh'].map((of) => take(`decoder.rnn.bias_${of}`, gates))
  return {
    spectrum: take(SPECTRUM, 258 * 256),
    encoder: LAYERS.map(([inputs, outputs], at) => ({
      weight: take(`encoder.${at}.reparam_conv.weight`, outputs * inputs * 3),
      bias: take(`encoder.${at}.reparam_conv.bias`, outputs),
    })),
    memory: {
      input: take('decoder.rnn.weight_ih', gates * STATE),
      output: take('decoder.rnn.weight_hh', gates * STATE),
      bias: Float64Array.from({ length: gates }, (_, at) => (input?.[at] ?? 0) + (output?.[at] ?? 0)),
    },
    decision: {
      weight: take('decoder.decoder.2.weight', STATE),
      bias: take('decoder.decoder.2.bias', 1)[0] ?? 0,
    },
  }
}

/** Channels into and out of each convolution. */
export const LAYERS = [
  [129, 128],
  [128, 64],
  [64, 64],
  [64, 128],
] as const
/** Cells of the memory. */
export const STATE = 128

const SPECTRUM = 'stft.forward_basis_buffer'

type Tensors = ReadonlyMap<string, Float64Array>

/** Numbers of fields in onnx.proto, of those that lead to tensors. */
const MESSAGE = {
  model: { graphs: [7], tensors: [], inside: [] },
  graph: { graphs: [], tensors: [5], inside: [1] },
  node: { graphs: [], tensors: [], inside: [5] },
  attribute: { graphs: [6], tensors: [5], inside: [] },
} as const

type Message = (typeof MESSAGE)[keyof typeof MESSAGE]

/** The tensors of each graph, without those of the graphs in it, which are further elements. */
function graphsOf(bytes: Uint8Array, message: Message): readonly Tensors[] {
  const found: Tensors[] = []
  const graph = (of: Uint8Array): void => {
    const tensors = new Map<string, Float64Array>()
    found.push(tensors)
    walk(of, MESSAGE.graph, tensors)
  }
  const walk = (of: Uint8Array, kind: Message, tensors: Map<string, Float64Array>): void => {
    for (const { field, content } of fieldsOf(of)) {
      const is = (fields: readonly number[]) => fields.includes(field)
      if (is(kind.graphs)) graph(content)
      if (is(kind.tensors)) keep(content, tensors)
      if (is(kind.inside)) walk(content, kind === MESSAGE.graph ? MESSAGE.node : MESSAGE.attribute, tensors)
    }
  }
  walk(bytes, message, new Map())
  return found
}

/** Field 8 is its name, field 9 are its numbers, in 32 bits each. */
function keep(tensor: Uint8Array, tensors: Map<string, Float64Array>): void {
  const fields = new Map(fieldsOf(tensor).map(({ field, content }) => [field, content]))
  const [name, raw] = [fields.get(8), fields.get(9)]
  if (!name || !raw || raw.length % 4 !== 0) return
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length)
  const values = Float64Array.from({ length: raw.length / 4 }, (_, at) => view.getFloat32(at * 4, true))
  tensors.set(new TextDecoder().decode(name).replace(/^model\./, ''), values)
}

interface Field {
  readonly field: number
  readonly content: Uint8Array
}

/** The fields of a protobuf message that have a length. */
function fieldsOf(bytes: Uint8Array): readonly Field[] {
  const fields: Field[] = []
  let at = 0
  const number = (): number => {
    for (let value = 0, factor = 1; ; factor *= 128) {
      const byte = bytes[at++] ?? 0
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const tag = number()
    const [field, wire] = [Math.floor(tag / 8), tag % 8]
    if (wire === 0) number()
    else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4
    else if (wire === 2) {
      const length = number()
      fields.push({ field, content: bytes.subarray(at, at + length) })
      at += length
    } else throw new Error(`the speech model has a field of wire type ${wire}`)
  }
  return fields
}
