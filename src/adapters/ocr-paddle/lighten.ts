/**
 * The same model with less to do. The files come from training as they were written down: a hard swish is four
 * operations, and every convolution is scaled and shifted by two more, each a walk through memory. ONNX Runtime fuses
 * none of that as it stands; in the shapes it knows it fuses all. The results agree to a millionth.
 */
import {
  type Constant,
  changed,
  floatAttribute,
  type Graph,
  integerAttribute,
  integersAttribute,
  integersOf,
  type Node,
} from './graph.js';

/** Throws where the bytes are no ONNX model. */
export function lightened(model: Uint8Array): Uint8Array {
  return changed(model, (graph) => {
    scaleConvolutions(graph);
    recogniseHardSwishes(graph);
    settleScales(graph);
    gatherGates(graph);
  });
}

/** Who uses a value, and who makes it. */
class Links {
  readonly #users = new Map<string, Node[]>();
  readonly #makers = new Map<string, Node>();
  readonly #constants: Graph['constants'];

  constructor({ nodes, constants }: Graph) {
    this.#constants = constants;
    for (const node of nodes) {
      for (const output of node.outputs) this.#makers.set(output, node);
      for (const input of node.inputs) this.#users.set(input, [...this.users(input), node]);
    }
  }

  users(name: string | undefined): readonly Node[] {
    return (name !== undefined && this.#users.get(name)) || [];
  }

  /** The only user of a node's result, if it is of this kind. */
  next(node: Node | null, op: string): Node | null {
    const [user, ...more] = this.users(node?.outputs[0]);
    return user?.op === op && more.length === 0 ? user : null;
  }

  /** The number that a node adds to or multiplies with everything; `null` where that is no single number. */
  scalar(node: Node | null): number | null {
    for (const input of node?.inputs ?? []) {
      const data = this.#constants.get(input)?.data;
      if (data?.length === 1) return data[0] ?? null;
    }
    return null;
  }

  /** Channels of a value that a convolution made, possibly scaled, shifted or gated since. */
  channels(name: string | undefined): number | null {
    const maker = name === undefined ? undefined : this.#makers.get(name);
    if (maker?.op === 'Conv') return this.#constants.get(maker.inputs[1] ?? '')?.shape[0] ?? null;
    if (maker?.op !== 'Mul' && maker?.op !== 'Add') return null;
    return this.channels(maker.inputs.find((input) => !this.#constants.has(input)));
  }
}

/** `x × scale + shift` by two nodes in a row; `null` where there is no such thing after `node`. */
function affineAfter(links: Links, node: Node) {
  const mul = links.next(node, 'Mul');
  const add = links.next(mul, 'Add');
  const [scale, shift] = [links.scalar(mul), links.scalar(add)];
  return mul && add && scale !== null && shift !== null ? { mul, add, scale, shift } : null;
}

/** A convolution that is scaled and shifted is one with other weights. */
function scaleConvolutions(graph: Graph): void {
  const links = new Links(graph);
  const gone = new Set<Node>();
  for (const conv of graph.nodes.filter(({ op }) => op === 'Conv')) {
    const affine = affineAfter(links, conv);
    const weights = affine && weightsOf(graph, conv);
    if (!affine || !weights) continue;
    const { mul, add, scale, shift } = affine;
    reweigh(graph, conv, {
      shape: weights.shape,
      factors: weights.factors.map((factor) => factor * scale),
      bias: weights.bias.map((bias) => bias * scale + shift),
    });
    conv.outputs = add.outputs;
    gone.add(mul).add(add);
  }
  graph.nodes = graph.nodes.filter((node) => !gone.has(node));
}

/** `x × clip(x + 3, 0, 6) ÷ 6` is `x × hardSigmoid(x)`, which the runtime makes part of the convolution before it. */
function recogniseHardSwishes(graph: Graph): void {
  const links = new Links(graph);
  const gone = new Set<Node>();
  for (const plus of graph.nodes.filter((node) => node.op === 'Add' && links.scalar(node) === 3)) {
    const clip = links.next(plus, 'Clip');
    const times = links.next(clip, 'Mul');
    const by = links.next(times, 'Div');
    const [x] = plus.inputs;
    if (!clip || !times || !by || x === undefined || !times.inputs.includes(x) || links.scalar(by) !== 6)
      continue;
    Object.assign(plus, {
      op: 'HardSigmoid',
      inputs: [x],
      attributes: [floatAttribute('alpha', 1 / 6), floatAttribute('beta', 0.5)],
    });
    times.inputs = [x, ...plus.outputs];
    times.outputs = by.outputs;
    gone.add(clip).add(by);
  }
  graph.nodes = graph.nodes.filter((node) => !gone.has(node));
}

/**
 * The scale and shift after a hard swish move on into the convolutions that follow, where these look at single pixels.
 * Others look past the edge, where there is nothing to shift: for them one convolution pixel by pixel does both at once.
 */
function settleScales(graph: Graph): void {
  const links = new Links(graph);
  const gone = new Set<Node>();
  for (const swish of graph.nodes.filter(({ op }) => op === 'Mul')) {
    const affine = affineAfter(links, swish);
    const channels = links.channels(swish.outputs[0]);
    if (!affine || channels === null) continue;
    const { mul, add, scale, shift } = affine;
    const users = links.users(add.outputs[0]);
    if (users.every((user) => seesPixels(graph, user))) {
      for (const user of users) {
        absorb(graph, user, scale, shift);
        user.inputs[0] = swish.outputs[0] ?? '';
      }
      gone.add(mul);
    } else
      Object.assign(
        mul,
        pixelwise(graph, swish.outputs[0] ?? '', add.outputs[0] ?? '', channels, scale, shift),
      );
    gone.add(add);
  }
  graph.nodes = graph.nodes.filter((node) => !gone.has(node));
}

/** Whether a node is a convolution that never looks past the edge. */
function seesPixels(graph: Graph, node: Node): boolean {
  return (
    node.op === 'Conv' &&
    weightsOf(graph, node) !== null &&
    integersOf(node, 'pads').every((pad) => pad === 0)
  );
}

function absorb(graph: Graph, conv: Node, scale: number, shift: number): void {
  const weights = weightsOf(graph, conv);
  if (!weights) return;
  const { shape, factors, bias } = weights;
  const each = factors.length / bias.length;
  const sums = bias.map((_, index) =>
    factors.subarray(index * each, (index + 1) * each).reduce((a, b) => a + b, 0),
  );
  reweigh(graph, conv, {
    shape,
    factors: factors.map((factor) => factor * scale),
    bias: bias.map((one, index) => one + (sums[index] ?? 0) * shift),
  });
}

function pixelwise(
  graph: Graph,
  from: string,
  to: string,
  channels: number,
  scale: number,
  shift: number,
): Node {
  const node: Node = {
    op: 'Conv',
    inputs: [from],
    outputs: [to],
    attributes: [
      integerAttribute('group', channels),
      integersAttribute('kernel_shape', [1, 1]),
      integersAttribute('strides', [1, 1]),
      integersAttribute('dilations', [1, 1]),
      integersAttribute('pads', [0, 0, 0, 0]),
    ],
  };
  reweigh(graph, node, {
    shape: [channels, 1, 1, 1],
    factors: new Float32Array(channels).fill(scale),
    bias: new Float32Array(channels).fill(shift),
  });
  return node;
}

/** `x + x × gate` is `x × (gate + 1)`, and gates are small. */
function gatherGates(graph: Graph): void {
  const links = new Links(graph);
  graph.constants.set('one', { shape: [1], data: Float32Array.of(1) });
  for (const gated of graph.nodes.filter(({ op }) => op === 'Mul')) {
    const sum = links.next(gated, 'Add');
    const [x, gate] = gated.inputs;
    if (!sum || x === undefined || gate === undefined || !sum.inputs.includes(x)) continue;
    const [before, after] = [sum.outputs, gated.outputs];
    Object.assign(gated, { op: 'Add', inputs: [gate, 'one'], outputs: after });
    Object.assign(sum, { op: 'Mul', inputs: [x, ...after], outputs: before });
  }
}

interface Weights {
  readonly shape: readonly number[];
  readonly factors: Float32Array;
  /** One for each output channel. */
  readonly bias: Float32Array;
}

/** A convolution's weights where they are part of the model. */
function weightsOf({ constants }: Graph, { inputs }: Node): Weights | null {
  const factors: Constant | undefined = constants.get(inputs[1] ?? '');
  if (!factors) return null;
  const bias =
    inputs[2] === undefined ? new Float32Array(factors.shape[0] ?? 0) : constants.get(inputs[2])?.data;
  return bias ? { shape: factors.shape, factors: factors.data, bias } : null;
}

/** Gives a convolution weights of its own. */
function reweigh({ constants }: Graph, conv: Node, { shape, factors, bias }: Weights): void {
  const name = `weights of ${conv.outputs[0]}`;
  constants.set(name, { shape, data: factors });
  constants.set(`${name}, bias`, { shape: [bias.length], data: bias });
  conv.inputs = [conv.inputs[0] ?? '', name, `${name}, bias`];
}
