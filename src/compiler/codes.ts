// The codes of all diagnostics, each with one line of explanation. Codes are stable: the command line prints them, people search for them.

export const codes = {
  // The document itself.
  malformed: 'An entry of the document is not a node or an edge: its id, type or ends are not texts.',
  empty: 'The canvas is empty: there is nothing to compile yet.',
  'duplicate-id': 'Two nodes have the same id, so that edges cannot tell them apart.',
  'no-input': 'The network has no input node: nothing says what shape its data has.',
  'no-output': 'The network has no output node: nothing says what it is trained for.',
  // Blocks and shared weights.
  'unknown-block': 'An instance names a block that the document does not define.',
  'block-cycle': 'A block contains itself, directly or through another one.',
  'repeat-ports': 'A repeated block needs as many outputs as inputs, to pass its values on to its next copy.',
  'too-many-nodes': 'Nested repeats make more layers than the compiler takes.',
  'shared-weights': 'A node shares the weights of one that is not there, is of another type, or gets tensors of another shape.',
  // Edges.
  cycle: 'Nodes feed each other in a circle, so that none of them can be computed first.',
  'dangling-edge': 'An edge begins or ends at a node or port that is not there.',
  'too-many-edges': 'Two edges arrive at the same input port.',
  'output-as-source': 'An edge leaves an output node, which gives nothing on.',
  'missing-input': 'An input port of a node has no edge.',
  unreachable: 'What a node computes leads to no output, so that it takes no part in training.',
  // One node.
  'unknown-layer': 'This version of Netloom does not know the type of the node.',
  'bad-param': 'A param has a value that its layer does not accept.',
  'unknown-param': 'The node has a param that its layer does not know; it is kept and ignored.',
  'layer-failed': 'A rule of the layer itself failed: a fault of Netloom, not of the network.',
  'value-out-of-range': 'Together with what arrives, a param means something that does not exist or is too large.',
  'output-padding-too-large': 'The output padding of a transposed convolution is not smaller than its stride.',
  // Shapes.
  'rank-mismatch': 'A tensor arrives that has more or fewer axes than the layer needs.',
  'size-mismatch': 'Tensors that are merged differ in height, width or length, or a size does not fit the layer.',
  'channel-mismatch': 'Tensors that are merged differ in channels, or a number does not divide the channels.',
  'non-positive-size': 'The window is larger than the map, so that nothing would be left of it.',
  'unknown-size': 'The layer needs a number for an axis whose length is known only when data arrives.',
  'too-large': 'A tensor or the weights of a node are larger than 2 GiB, which no GPU buffer holds.',
  'dense-on-map': 'A dense layer takes a map and works on every pixel by itself, which is seldom meant.',
  // Training.
  'loss-activation': 'The loss expects probabilities, but other numbers arrive at the output.',
  'one-class': 'A loss that chooses between classes gets one number, so that there is nothing to choose.',
  'data-input-shape': 'The samples of the data do not have the shape of the input node.',
  'data-target': 'The output and its loss do not fit the targets of the data.',
} as const;

export type Code = keyof typeof codes;
