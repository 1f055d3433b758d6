/** The graph of an ONNX file, to be looked at and changed (field numbers: onnx.proto3 of ONNX 1.15). */
import {
  bytesField,
  bytesOfFloats,
  type Field,
  fieldsOf,
  floatField,
  floatsOf,
  joined,
  numberField,
  packedNumbers,
} from './wire.js';

export interface Node {
  op: string;
  inputs: string[];
  outputs: string[];
  /** Undecoded. */
  attributes: Uint8Array[];
}

/** Numbers that are part of the model. */
export interface Constant {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Graph {
  nodes: Node[];
  /** Those of 32-bit floating point numbers. What is added here is written, too. */
  readonly constants: Map<string, Constant>;
}

const MODEL_GRAPH = 7;
const GRAPH = { node: 1, initializer: 5 } as const;
const NODE = { input: 1, output: 2, op: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, float: 2, int: 3, tensor: 5, ints: 8, type: 20 } as const;
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 } as const;
const FLOAT_TENSOR = 1;
const FLOAT_ATTRIBUTE = 1;
const INT_ATTRIBUTE = 2;
const INTS_ATTRIBUTE = 7;

/** A model with its graph changed by `change`; everything else stays as it is. Throws where the bytes are no model. */
export function changed(model: Uint8Array, change: (graph: Graph) => void): Uint8Array {
  const parts = fieldsOf(model).map((part) => {
    if (part.number !== MODEL_GRAPH) return part.whole;
    const fields = fieldsOf(part.inside);
    const nodes = fields.filter(({ number }) => number === GRAPH.node).map(({ inside }) => nodeOf(inside));
    const constants = new Map(nodes.flatMap(constantOf));
    const known = new Set(constants.keys());
    const graph: Graph = { nodes, constants };
    change(graph);
    return bytesField(
      MODEL_GRAPH,
      joined([
        ...graph.nodes.map(bytesOfNode),
        ...[...constants].filter(([name]) => !known.has(name)).map(bytesOfConstant),
        ...fields.filter(({ number }) => number !== GRAPH.node).map(({ whole }) => whole),
      ]),
    );
  });
  return joined(parts);
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

function nodeOf(message: Uint8Array): Node {
  const fields = fieldsOf(message);
  const all = (number: number) =>
    fields.filter((field) => field.number === number).map(({ inside }) => inside);
  return {
    op: text(all(NODE.op)[0]),
    inputs: all(NODE.input).map(text),
    outputs: all(NODE.output).map(text),
    attributes: all(NODE.attribute),
  };
}

function bytesOfNode({ op, inputs, outputs, attributes }: Node): Uint8Array {
  const message = joined([
    ...inputs.map((name) => bytesField(NODE.input, name)),
    ...outputs.map((name) => bytesField(NODE.output, name)),
    bytesField(NODE.op, op),
    ...attributes.map((attribute) => bytesField(NODE.attribute, attribute)),
  ]);
  return bytesField(GRAPH.node, message);
}

function constantOf({ op, outputs, attributes }: Node): [string, Constant][] {
  const [name] = outputs;
  const value = attributes[0] && fieldsOf(attributes[0]).find(({ number }) => number === ATTRIBUTE.tensor);
  if (op !== 'Constant' || name === undefined || !value) return [];
  const fields = fieldsOf(value.inside);
  const raw = fields.find(({ number }) => number === TENSOR.raw);
  if (!raw || fields.find(({ number }) => number === TENSOR.type)?.value !== FLOAT_TENSOR) return [];
  return [[name, { shape: numbersIn(fields, TENSOR.dims), data: floatsOf(raw.inside) }]];
}

function bytesOfConstant([name, { shape, data }]: [string, Constant]): Uint8Array {
  const message = joined([
    ...shape.map((side) => numberField(TENSOR.dims, side)),
    numberField(TENSOR.type, FLOAT_TENSOR),
    bytesField(TENSOR.name, name),
    bytesField(TENSOR.raw, bytesOfFloats(data)),
  ]);
  return bytesField(GRAPH.initializer, message);
}

/** A repeated number, whether written one by one or packed. */
function numbersIn(fields: readonly Field[], number: number): number[] {
  return fields
    .filter((field) => field.number === number)
    .flatMap(({ value, inside }) => (inside.length > 0 ? packedNumbers(inside) : [value]));
}

/** A node's attribute of whole numbers; empty where it has none of that name. */
export function integersOf({ attributes }: Node, name: string): number[] {
  const fields = attributes.map(fieldsOf);
  const named = fields.find(
    (some) => text(some.find(({ number }) => number === ATTRIBUTE.name)?.inside) === name,
  );
  return named ? numbersIn(named, ATTRIBUTE.ints) : [];
}

export function floatAttribute(name: string, value: number): Uint8Array {
  return joined([
    bytesField(ATTRIBUTE.name, name),
    floatField(ATTRIBUTE.float, value),
    numberField(ATTRIBUTE.type, FLOAT_ATTRIBUTE),
  ]);
}

export function integerAttribute(name: string, value: number): Uint8Array {
  return joined([
    bytesField(ATTRIBUTE.name, name),
    numberField(ATTRIBUTE.int, value),
    numberField(ATTRIBUTE.type, INT_ATTRIBUTE),
  ]);
}

export function integersAttribute(name: string, values: readonly number[]): Uint8Array {
  return joined([
    bytesField(ATTRIBUTE.name, name),
    ...values.map((value) => numberField(ATTRIBUTE.ints, value)),
    numberField(ATTRIBUTE.type, INTS_ATTRIBUTE),
  ]);
}
