/** Draw a digit, and see what the study's networks make of it. */
const Draw = (() => {
  const SHOWN = 600, READ = 140; // pixels, both ways, of the canvas and of what is read, as in examples/
  const NAMES = { relu: "ReLU", leaky_relu: "leaky ReLU", elu: "ELU", gelu: "GELU", silu: "SiLU" };

  /** Draw strokes, polylines in a square of `size`, with a round pen. */
  function trace(context, strokes, { size, pen }, color) {
    const scale = context.canvas.width / size;
    Object.assign(context, { lineCap: "round", lineJoin: "round", lineWidth: pen * scale, strokeStyle: color });
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    context.beginPath();
    for (const [start, ...others] of strokes) {
      context.moveTo(start[0] * scale, start[1] * scale);
      for (const [x, y] of [start, ...others]) context.lineTo(x * scale, y * scale);
    }
    context.stroke();
  }

  /** Paint values as a strip or a picture of so many columns: from paper to ink, negative ones in another color. */
  function paint(canvas, values, columns) {
    const context = canvas.getContext("2d"), largest = Math.max(...Array.from(values, Math.abs)) || 1;
    Object.assign(canvas, { width: columns, height: values.length / columns });
    values.forEach((value, i) => {
      context.globalAlpha = Math.abs(value) / largest;
      context.fillStyle = Dom.color(value < 0 ? "--off" : "--ink");
      context.fillRect(i % columns, Math.floor(i / columns), 1, 1);
    });
  }

  /** @returns {string} what a layer does, in words. */
  function describe(values, activation) {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (high - low < 1e-6 * Math.max(1, Math.abs(high))) return `all units give ${Dom.number(high, 3)}`;
    const silent = Array.from(values).filter(value => value === 0).length;
    const range = `${Dom.number(low, 3)} to ${Dom.number(high, 3)}`;
    return activation === "relu" ? `${range}, ${silent} of ${values.length} silent` : range;
  }

  /** The rows of one class each: its name, a bar and the probability as text. */
  function makeBars(classes) {
    const rows = classes.map(name => {
      const bar = Dom.html("span", { class: "bar" }), text = Dom.html("span", { class: "value" }, "–");
      const row = Dom.html("li", {}, Dom.html("span", { class: "name" }, name),
        Dom.html("span", { class: "track", "aria-hidden": "true" }, bar), text);
      return { row, bar, text };
    });
    const show = found => rows.forEach(({ row, bar, text }, k) => {
      const best = found && found[k] === Math.max(...found);
      row.classList.toggle("best", Boolean(best));
      bar.style.width = found ? `${100 * found[k]}%` : "0";
      text.textContent = found ? found[k].toFixed(3) : "–";
    });
    return { list: Dom.html("ul", { class: "bars", "aria-label": "Probabilities" }, ...rows.map(r => r.row)), show };
  }

  /** The strips of every layer, made anew for a network. */
  function makeStrips(network, shape) {
    const named = network.layers.map((layer, k) => {
      const last = k === network.layers.length - 1, name = network.activations[k];
      const title = last ? `Output: ${layer.outputs} units, before softmax`
        : `Layer ${k + 1}: ${layer.outputs} units, ${NAMES[name] || name}`;
      const canvas = Dom.html("canvas", { class: "strip", "aria-hidden": "true", width: layer.outputs, height: 1 });
      const text = Dom.html("span", { class: "value" }, "");
      return { canvas, text, row: Dom.html("li", {}, Dom.html("span", { class: "title" }, title), canvas, text) };
    });
    const show = outputs => named.forEach(({ canvas, text }, k) => {
      paint(canvas, outputs ? outputs[k] : new Float64Array(network.layers[k].outputs), network.layers[k].outputs);
      text.textContent = outputs ? describe(outputs[k], network.activations[k]) : "";
    });
    return { rows: named.map(strip => strip.row), show };
  }

  /** A sample's button, which shows its strokes. */
  function sampleButton(name, strokes, { size, pen }, choose) {
    const lines = strokes.map(stroke => Dom.svg("polyline", { points: stroke.join(" "), "stroke-width": pen }));
    return Dom.html("button", { type: "button", "aria-label": `Sample ${name}`, onclick: choose },
      Dom.svg("svg", { viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" }, ...lines));
  }

  /** Fill `root` with the canvas and what the networks in `data` (see page/networks.py) say. */
  function mount(root, data) {
    const networks = data.networks.map(Perceptron.dequantize), { size } = data.strokes;
    let strokes = [], pointer = null, network = networks[0], strips = makeStrips(network, data.shape);
    const canvas = Dom.html("canvas", { class: "paper", width: SHOWN, height: SHOWN, role: "img",
      "aria-label": "Draw a digit here with mouse, pen or finger; the buttons below draw samples" });
    const seen = Dom.html("canvas", { class: "seen", role: "img", "aria-label": "The drawing as the network sees it" });
    const verdict = Dom.html("p", { class: "verdict-line", "aria-live": "polite" }, "Nothing is drawn yet.");
    const bars = makeBars(data.classes), layers = Dom.html("ol", { class: "strips" }, ...strips.rows);
    const copy = Dom.html("canvas", { width: READ, height: READ }).getContext("2d", { willReadFrequently: true });

    function classify(tell) {
      for (const context of [canvas.getContext("2d"), copy]) trace(context, strokes, data.strokes, Dom.color("--ink"));
      const alpha = copy.getImageData(0, 0, READ, READ).data.filter((_, i) => i % 4 === 3);
      const image = Perceptron.frameDigit(alpha, READ, READ, data.shape, data.frame);
      const outputs = strokes.length ? Perceptron.forward(network, image) : null;
      const found = outputs && Perceptron.softmax(outputs[outputs.length - 1]);
      paint(seen, image, data.shape[1]);
      strips.show(outputs);
      bars.show(found);
      if (!tell) return;
      const best = found && found.indexOf(Math.max(...found));
      verdict.textContent = !found ? "Nothing is drawn yet." : Number.isFinite(found[best])
        ? `The network says ${data.classes[best]}, with probability ${found[best].toFixed(3)}.`
        : "This network's numbers are not finite: it says nothing.";
    }

    const place = event => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width * size, (event.clientY - box.top) / box.height * size];
    };
    canvas.onpointerdown = event => {
      if (event.button || pointer !== null) return;
      pointer = event.pointerId;
      canvas.setPointerCapture(pointer);
      strokes = [...strokes, [place(event)]];
      classify(false);
    };
    canvas.onpointermove = event => {
      if (event.pointerId !== pointer) return;
      strokes[strokes.length - 1].push(...(event.getCoalescedEvents?.() || []).map(place), place(event));
      classify(false);
    };
    canvas.onpointerup = canvas.onpointercancel = event => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      classify(true);
    };

    const draw = drawn => () => { pointer = null; strokes = drawn; classify(true); }; // ends a stroke under way
    const samples = Object.entries(data.strokes.digits).map(([name, lines]) =>
      sampleButton(name, lines, data.strokes, draw(lines)));
    const choices = networks.map((choice, k) => Dom.html("label", {},
      Dom.html("input", { type: "radio", name: `${root.id}-network`, checked: k === 0, onchange: () => {
        network = choice;
        strips = makeStrips(network, data.shape);
        layers.replaceChildren(...strips.rows);
        classify(true);
      } }), ` ${choice.name}`));
    root.append(Dom.html("div", { class: "widget draw" }, Dom.html("div", { class: "drawing" }, canvas,
        Dom.html("div", { class: "buttons" }, Dom.button("Clear", draw([]))),
        Dom.html("div", { class: "samples", role: "group", "aria-label": "Sample digits" }, ...samples)),
      Dom.html("div", { class: "answer" },
        Dom.html("fieldset", {}, Dom.html("legend", {}, "Network"), ...choices),
        Dom.html("div", { class: "told" }, seen, verdict), bars.list),
      Dom.html("div", { class: "inside" }, Dom.html("p", { class: "title" },
        "What each unit gives: the stronger the color, the larger the value. Negative values are orange."), layers)));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => classify(false));
    classify(false);
  }

  return { mount };
})();
