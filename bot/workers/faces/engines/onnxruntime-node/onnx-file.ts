import type { Layer, Net } from '../../nets/layers.ts';
import { integer, message } from './protobuf.ts';

const FLOAT = 1;
const INT64 = 7;

/** The net as an ONNX file (opset 13), one picture or many, of any size that the net takes. */
export function onnxFile(net: Net): Uint8Array {
  const graph = new Graph();
  net.layers.forEach((layer, place) => {
    writeLayer(graph, layer, place);
  });
  net.outputs.forEach((place, i) => {
    graph.output(name(place), `output${i}`);
  });
  return graph.file();
}

const name = (place: number) => `layer${place}`;

function writeLayer(graph: Graph, layer: Layer, place: number): void {
  const out = name(place);
  switch (layer.kind) {
    case 'input':
      // Channels come last in our pictures and second in ONNX.
      graph.node('Transpose', ['input'], out, { perm: [0, 3, 1, 2] });
      return;
    case 'normalise': {
      const mean = graph.floats([1, layer.mean.length, 1, 1], Float32Array.from(layer.mean));
      const scale = graph.floats([], Float32Array.of(layer.scale));
      graph.node('Sub', [name(layer.from), mean], `${out}_centred`);
      graph.node('Mul', [`${out}_centred`, scale], out);
      return;
    }
    case 'convolve':
      writeConvolution(graph, layer, out);
      return;
    case 'add': {
      const [first = 0, ...others] = layer.from;
      let sum = name(first);
      others.forEach((other, i) => {
        const isLast = i === others.length - 1;
        const next = isLast && !layer.relu ? out : `${out}_sum${i}`;
        graph.node('Add', [sum, name(other)], next);
        sum = next;
      });
      if (layer.relu) graph.node('Relu', [sum], out);
      return;
    }
    case 'concatenate':
      graph.node('Concat', layer.from.map(name), out, { axis: 1 });
      return;
    case 'max_pool':
    case 'average_pool':
      graph.node(layer.kind === 'max_pool' ? 'MaxPool' : 'AveragePool', [name(layer.from)], out, {
        kernel_shape: [layer.size, layer.size],
        strides: [layer.stride, layer.stride],
      });
      return;
    case 'pad': {
      const pads = graph.integers([0, 0, 0, 0, 0, layer.channels, layer.rows, layer.columns]);
      graph.node('Pad', [name(layer.from), pads], out);
      return;
    }
    case 'average':
      graph.node('GlobalAveragePool', [name(layer.from)], `${out}_pixel`);
      graph.node('Flatten', [`${out}_pixel`], out, { axis: 1 });
      return;
    case 'dense': {
      const weights = graph.floats(layer.weights.shape, layer.weights.data);
      graph.node('Gemm', [name(layer.from), weights, graph.floats([layer.bias.length], layer.bias)], out);
    }
  }
}

function writeConvolution(graph: Graph, layer: Extract<Layer, { kind: 'convolve' }>, out: string): void {
  const { filters, bias, padding, perChannel, stride, dilation } = layer;
  const [rows = 1, columns = 1, third = 1, fourth = 1] = filters.shape;
  const [ins, outs] = perChannel ? [1, third * fourth] : [third, fourth];
  const turned = new Float32Array(filters.data.length);
  const pixels = rows * columns;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let i = 0; i < ins; i++) {
      for (let o = 0; o < outs; o++) {
        turned[(o * ins + i) * pixels + pixel] = filters.data[(pixel * ins + i) * outs + o] ?? 0;
      }
    }
  }
  const inputs = [
    name(layer.from),
    graph.floats([outs, ins, rows, columns], turned),
    graph.floats([outs], bias),
  ];
  graph.node('Conv', inputs, layer.relu ? `${out}_linear` : out, {
    kernel_shape: [rows, columns],
    strides: [stride, stride],
    dilations: [dilation, dilation],
    pads: [padding.top, padding.left, padding.bottom, padding.right],
    group: perChannel ? outs : 1,
  });
  if (layer.relu) graph.node('Relu', [`${out}_linear`], out);
}

/** Collects nodes and weights. Field numbers are those of onnx.proto. */
class Graph {
  readonly #nodes: Buffer[] = [];
  readonly #tensors: Buffer[] = [];
  readonly #outputs: Buffer[] = [];

  node(
    kind: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, number | readonly number[]>> = {},
  ): void {
    const written = Object.entries(attributes).map(([key, value]) =>
      typeof value === 'number'
        ? [message(1, key), integer(3, value), integer(20, 2)]
        : [message(1, key), ...value.map((one) => integer(8, one)), integer(20, 7)],
    );
    this.#nodes.push(
      message(
        1,
        Buffer.concat([
          ...inputs.map((input) => message(1, input)),
          message(2, output),
          message(4, kind),
          ...written.map((attribute) => message(5, Buffer.concat(attribute))),
        ]),
      ),
    );
  }

  floats(shape: readonly number[], data: Float32Array): string {
    return this.#tensor(shape, FLOAT, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  integers(data: readonly number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(data, BigInt).buffer);
    return this.#tensor([data.length], INT64, bytes);
  }

  #tensor(shape: readonly number[], type: number, raw: Uint8Array): string {
    const key = `weights${this.#tensors.length}`;
    const dims = shape.map((size) => integer(1, size));
    this.#tensors.push(
      message(5, Buffer.concat([...dims, integer(2, type), message(8, key), message(9, raw)])),
    );
    return key;
  }

  output(from: string, key: string): void {
    this.node('Identity', [from], key);
    this.#outputs.push(message(12, valueInfo(key, undefined)));
  }

  file(): Uint8Array {
    const graph = Buffer.concat([
      ...this.#nodes,
      message(2, 'net'),
      ...this.#tensors,
      message(11, valueInfo('input', ['count', 'height', 'width', 3])),
      ...this.#outputs,
    ]);
    const opset = Buffer.concat([message(1, ''), integer(2, 13)]);
    return Buffer.concat([integer(1, 8), message(7, graph), message(8, opset)]);
  }
}

function valueInfo(key: string, shape: readonly (string | number)[] | undefined): Buffer {
  const dims = shape?.map((size) =>
    message(1, typeof size === 'string' ? message(2, size) : integer(1, size)),
  );
  const type = [integer(1, FLOAT), ...(dims ? [message(2, Buffer.concat(dims))] : [])];
  return Buffer.concat([message(1, key), message(2, message(1, Buffer.concat(type)))]);
}
