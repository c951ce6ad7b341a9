/** A trained network in the browser: its weights, its forward pass, and a drawing framed as its training images. */
const Perceptron = (() => {
  const ACTIVATIONS = {
    identity: z => z,
    sigmoid: z => 1 / (1 + Math.exp(-z)),
    tanh: Math.tanh,
    relu: z => Math.max(z, 0),
    leaky_relu: (z, slope) => Math.max(z, slope * z),
    elu: z => (z > 0 ? z : Math.expm1(z)),
    gelu: z => (z / 2) * (1 + erf(z / Math.SQRT2)),
    silu: z => z / (1 + Math.exp(-z)),
  };

  /** The error function to 1.5e-7 (Abramowitz and Stegun, 7.1.26). */
  function erf(x) {
    const t = 1 / (1 + 0.3275911 * Math.abs(x));
    const terms = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
    return Math.sign(x) * (1 - terms.reduce((sum, term) => sum * t + term, 0) * t * Math.exp(-x * x));
  }

  const sum = values => values.reduce((a, b) => a + b, 0);
  const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer;

  /** @returns {object} a network with its weights (inputs x outputs, row by row) and biases as Float32Arrays. */
  function dequantize(network) {
    const layers = network.layers.map(layer => ({ ...layer, bias: new Float32Array(bytes(layer.bias)),
      weights: Float32Array.from(new Int8Array(bytes(layer.weights)), whole => whole * layer.scale) }));
    return { ...network, layers };
  }

  /** @returns {Float64Array[]} the output of every layer for one image, the last one's as they are (logits). */
  function forward(network, image) {
    const outputs = [];
    let input = image;
    network.layers.forEach(({ outputs: units, weights, bias }, rank) => {
      const z = Float64Array.from(bias);
      input.forEach((value, i) => {
        if (value !== 0) for (let j = 0; j < units; j++) z[j] += value * weights[i * units + j];
      });
      const activate = ACTIVATIONS[network.activations[rank]];
      outputs.push((input = z.map(value => activate(value, network.slope))));
    });
    return outputs;
  }

  /** @returns {number[]} the probabilities that logits stand for. */
  function softmax(logits) {
    const largest = Math.max(...logits), powers = Array.from(logits, z => Math.exp(z - largest)), total = sum(powers);
    return powers.map(power => power / total);
  }

  const extent = drawn => [drawn.indexOf(true), drawn.lastIndexOf(true) + 1];

  /** The shares that each of an axis' pixels has in each pixel of the frame: see `_shares` in preprocessing.py. */
  function shares(mass, size, scale, wholePixels) {
    const center = sum(mass.map((value, i) => value * (i + 0.5))) / sum(mass) / scale;
    let place = size / 2 - center, room = size - mass.length / scale;
    if (wholePixels) [place, room] = [Math.ceil(place - 1e-9), Math.floor(room + 1e-9)];
    place = Math.min(Math.max(place, 0), Math.max(room, 0));
    const overlap = (i, j) => Math.min(scale * (i + 1 - place), j + 1) - Math.max(scale * (i - place), j);
    return Array.from({ length: size }, (_, i) => mass.map((_, j) => Math.max(overlap(i, j), 0) / scale));
  }

  /** Crop a drawing and place it as in the training images, as `reframe` in preprocessing.py does.
   * @param {ArrayLike<number>} gray - `width` times `height` values from 0 to 255, row by row, white on black.
   * @returns {Float64Array} ink from 0 to 1, row by row. */
  function frameDigit(gray, width, height, shape, frame) {
    const [rows, columns] = shape, framed = new Float64Array(rows * columns);
    let brightest = 0;
    for (let i = 0; i < gray.length; i++) brightest = Math.max(brightest, gray[i]);
    if (!brightest) return framed;
    const ink = (y, x) => gray[y * width + x] / brightest;
    const lines = Array.from({ length: height }, (_, y) => y), places = Array.from({ length: width }, (_, x) => x);
    const [top, bottom] = extent(lines.map(y => places.some(x => ink(y, x) > frame.ink)));
    const [left, right] = extent(places.map(x => lines.some(y => ink(y, x) > frame.ink)));
    const ys = lines.slice(top, bottom), xs = places.slice(left, right);
    let down = ys.length / (frame.height * rows);
    const across = Math.max(down, xs.length / (frame.width * columns));
    if (frame.proportional) down = across;
    const above = shares(ys.map(y => sum(xs.map(x => ink(y, x)))), rows, down, frame.whole_pixels);
    const beside = shares(xs.map(x => sum(ys.map(y => ink(y, x)))), columns, across, frame.whole_pixels);
    above.forEach((down, i) => {
      const line = xs.map((x, k) => ys.reduce((total, y, n) => (down[n] ? total + down[n] * ink(y, x) : total), 0));
      beside.forEach((across, j) => (framed[i * columns + j] = sum(across.map((share, k) => share * line[k]))));
    });
    const largest = Math.max(...framed);
    return framed.map(value => value / largest);
  }

  return { dequantize, forward, softmax, frameDigit, ACTIVATIONS };
})();
