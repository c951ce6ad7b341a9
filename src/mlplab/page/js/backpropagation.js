/** Backpropagation by hand: the 1-1-1 network of section A, step by step. */
const Backpropagation = (() => {
  const SYMBOLS = { w1: "w₁", b1: "b₁", w2: "w₂", b2: "b₂", y_hat: "ŷ" };
  const WEIGHTS = ["w1", "b1", "w2", "b2"];
  // Where each quantity's box stands: along the way from x to the loss, and across it.
  const PLACES = { x: [0, 0], h: [2, 0], y_hat: [4, 0], loss: [6, 0],
    w1: [1.5, 1], b1: [2.5, 1], w2: [3.5, 1], b2: [4.5, 1], y: [6, 1] };
  const EDGES = [["x", "h"], ["w1", "h"], ["b1", "h"], ["h", "y_hat"], ["w2", "y_hat"], ["b2", "y_hat"],
    ["y_hat", "loss"], ["y", "loss"]];
  // What a step shows, one phase after the other: which gradients are known, whose numbers move, and the words.
  const PHASES = [
    { name: "forward", shows: ["h"], moves: ["x", "w1", "b1"],
      tell: s => `h = ReLU(w₁ x + b₁) = ReLU(${n(s.w1)} × ${n(s.x)} ${Dom.signed(s.b1)}) = ${n(s.h)}` },
    { name: "forward", shows: ["y_hat"], moves: ["h", "w2", "b2"],
      tell: s => `ŷ = ReLU(w₂ h + b₂) = ReLU(${n(s.w2)} × ${n(s.h)} ${Dom.signed(s.b2)}) = ${n(s.y_hat)}` },
    { name: "loss", shows: ["loss"], moves: ["y_hat", "y"],
      tell: s => `loss = ½ (ŷ − y)² = ½ (${n(s.y_hat)} − ${n(s.y)})² = ${n(s.loss)}` },
    { name: "backward", gradients: ["y_hat"], moves: ["loss"],
      tell: s => `∂loss/∂ŷ = ŷ − y = ${n(s.gradients.y_hat)}` },
    { name: "backward", gradients: ["w2", "b2", "h"], moves: ["y_hat"],
      tell: s => `By the chain rule: ∂w₂ = ∂ŷ h = ${n(s.gradients.w2)}, ∂b₂ = ${n(s.gradients.b2)}, ` +
        `∂h = ∂ŷ w₂ = ${n(s.gradients.h)}${blocked(s.y_hat)}` },
    { name: "backward", gradients: ["w1", "b1"], moves: ["h"],
      tell: s => `∂w₁ = ∂h x = ${n(s.gradients.w1)}, ∂b₁ = ${n(s.gradients.b1)}${blocked(s.h)}` },
    { name: "update", updates: true, moves: [], tell: s => `Each weight and bias loses η times its gradient: ` +
        WEIGHTS.map(key => `${SYMBOLS[key]} = ${n(s.updated[key])}`).join(", ") }];
  const n = value => Dom.number(value, 5);
  const blocked = output => (output > 0 ? "" : "; a ReLU that gives 0 lets no gradient through");

  /** One step of gradient descent a sample: `run_steps` of studies/backpropagation.py, the same records.
   * @param {{weight: number, bias: number, learning_rate: number, samples: number[][]}} exercise */
  function runSteps({ weight, bias, learning_rate, samples }) {
    let now = { w1: weight, b1: bias, w2: weight, b2: bias };
    return samples.map(([x, y]) => {
      const before = now, h = Math.max(before.w1 * x + before.b1, 0), y_hat = Math.max(before.w2 * h + before.b2, 0);
      const outer = y_hat > 0 ? y_hat - y : 0, inner = h > 0 ? outer * before.w2 : 0; // through each ReLU
      const gradients = { y_hat: y_hat - y, w2: outer * h, b2: outer, h: outer * before.w2, w1: inner * x, b1: inner };
      now = Object.fromEntries(WEIGHTS.map(key => [key, before[key] - learning_rate * gradients[key]]));
      return { x, y, ...before, h, y_hat, loss: (y_hat - y) ** 2 / 2, gradients, updated: now };
    });
  }

  /** @returns {number | null} the number in a text, or null where it has none. */
  const readNumber = text => (text.trim() && Number.isFinite(Number(text)) ? Number(text) : null);

  /** @returns {number[][] | null} the samples in a text such as "(1, 3) (2, 4)", or null where it has none. */
  function readSamples(text) {
    const numbers = text.split(/[\s,;()[\]]+/).filter(Boolean).map(readNumber);
    if (!numbers.length || numbers.length % 2 || numbers.includes(null)) return null;
    return numbers.flatMap((x, i) => (i % 2 ? [] : [[x, numbers[i + 1]]]));
  }

  // What the report writes down on the way to a quantity: its name there, what it is, and ours.
  const BETWEEN = { y_hat: ["w2_h", "w₂ h =", step => step.w2 * step.h],
    loss: ["squared_error", "(ŷ − y)² =", step => (step.y_hat - step.y) ** 2] };

  /** The lines of one quantity's box, up to a phase: [text, kind]; `report(path)` is what the report prints. */
  function boxLines(name, step, phase, report) {
    const lines = [], until = PHASES.slice(0, phase + 1);
    const add = (sign, value, path, kind) => {
      lines.push([`${sign} ${n(value)}`, kind]);
      if (report(path) !== undefined) lines.push([`report ${Dom.number(report(path), 6)}`, "printed"]);
    };
    const known = !["h", "y_hat", "loss"].includes(name) || until.some(({ shows }) => shows && shows.includes(name));
    const [between, sign, compute] = BETWEEN[name] || [];
    if (known) add(`${SYMBOLS[name] || name} =`, step[name], name, "value");
    else lines.push([`${SYMBOLS[name] || name} = ?`, "unknown"]);
    if (known && between && report(between) !== undefined) add(sign, compute(step), between, "value");
    if (until.some(({ gradients }) => gradients && gradients.includes(name)))
      add("∂", step.gradients[name], `gradients.${name}`, "gradient");
    if (!WEIGHTS.includes(name) || !until.some(({ updates }) => updates)) return lines;
    if (report(`increments.${name}`) !== undefined)
      add("Δ", step.updated[name] - step[name], `increments.${name}`, "updated");
    add("→", step.updated[name], `updated.${name}`, "updated");
    return lines;
  }

  /** Draw the graph for a width: from left to right, or from top to bottom where that is too narrow. */
  function drawGraph(svg, width, lines, phase) {
    const across = width >= 880, wide = across ? 126 : Math.min(150, width / 2 - 14);
    const high = name => ({ x: 36, y: 36, loss: 72 }[name] || 132);
    const center = name => {
      const [along, side] = PLACES[name], [from, to] = [wide / 2 + 1, width - wide / 2 - 1];
      return across ? [from + (along / 6) * (to - from), 67 + side * 174] : [side ? to : from, 20 + along * 137];
    };
    const border = (name, other) => { // where the line from a box's center to another's leaves the box
      const [[x, y], [tx, ty]] = [center(name), center(other)], [dx, dy] = [tx - x, ty - y];
      const share = Math.min(wide / 2 / Math.abs(dx || 1e-9), high(name) / 2 / Math.abs(dy || 1e-9));
      return [x + dx * share, y + dy * share];
    };
    const back = PHASES[phase].name === "backward", moves = PHASES[phase].moves;
    const tokens = [], edges = EDGES.map(([source, target]) => {
      const [a, b] = [border(source, target), border(target, source)];
      const active = moves.includes(back ? target : source);
      if (active) tokens.push(back ? { name: target, a: b, b: a } : { name: source, a, b });
      return Dom.svg("line", { x1: a[0], y1: a[1], x2: b[0], y2: b[1], class: active ? "edge active" : "edge",
        [back && active ? "marker-start" : "marker-end"]: `url(#${svg.id}-${active ? "active" : "tip"})` });
    });
    const boxes = Object.keys(PLACES).map(name => {
      const [x, y] = center(name), texts = lines(name);
      const fresh = (PHASES[phase].shows || PHASES[phase].gradients || WEIGHTS).includes(name);
      return Dom.svg("g", { class: fresh ? "box fresh" : "box" },
        Dom.svg("rect", { x: x - wide / 2, y: y - high(name) / 2, width: wide, height: high(name), rx: 8 }),
        ...texts.map(([text, kind], rank) =>
          Dom.svg("text", { x, y: y + (rank - (texts.length - 1) / 2) * 16 + 4.5, class: kind }, text)));
    });
    const tip = kind => Dom.svg("marker", { id: `${svg.id}-${kind}`, class: kind, viewBox: "0 0 10 10", refX: 9,
      refY: 5, markerWidth: 8, markerHeight: 8, orient: "auto-start-reverse" },
    Dom.svg("path", { d: "M0 0L10 5L0 10z" }));
    svg.setAttribute("viewBox", `0 0 ${width} ${across ? 308 : 880}`);
    svg.replaceChildren(Dom.svg("defs", {}, tip("tip"), tip("active")), ...edges, ...boxes);
    return tokens;
  }

  /** Let numbers run along their edges, unless the reader asked for less motion. */
  function move(svg, tokens, text) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const { name, a, b } of tokens) {
      const token = Dom.svg("text", { class: "token", "aria-hidden": "true" }, text(name));
      svg.append(token);
      const frames = [a, b].map(([x, y]) => ({ transform: `translate(${x}px, ${y}px)` }));
      token.animate(frames, { duration: 700, easing: "ease-in-out" }).onfinish = () => token.remove();
    }
  }

  const FIELDS = { weight: "Weights", bias: "Biases", learning_rate: "Learning rate η", samples: "Samples (x, y)" };

  /** Fill `root` with the graph. `data`: `exercise`, that of params.yaml, and `printed`, what the report prints by
   * names such as "step_1.gradients.w2"; these are shown as long as the exercise is the given one. */
  function mount(root, data) {
    let exercise = data.exercise, steps = runSteps(exercise), at = 0, timer = null, width = 0;
    const last = () => steps.length * PHASES.length - 1;
    const graph = Dom.svg("svg", { class: "graph", id: `${root.id}-graph`, "aria-hidden": "true" });
    const words = Dom.html("p", { class: "words", "aria-live": "polite" });
    const stage = Dom.html("div", { class: "stage", role: "group", tabindex: 0, onkeydown: press,
      "aria-label": "Backpropagation, step by step: arrow keys go on and back, space plays" }, graph);
    const error = Dom.html("p", { class: "error", role: "alert" });

    function show(animated) {
      const number = Math.floor(at / PHASES.length), phase = at % PHASES.length, step = steps[number];
      const printed = exercise === data.exercise ? data.printed : {};
      const report = path => printed[`step_${number + 1}.${path}`];
      words.replaceChildren(Dom.html("strong", {}, `Step ${number + 1} of ${steps.length}, ${PHASES[phase].name}: `),
        PHASES[phase].tell(step).replace(/ = /g, "\u00a0=\u00a0"));
      const value = name => (PHASES[phase].name === "backward" && name !== "loss" ? step.gradients : step)[name];
      if (!width) return;
      const tokens = drawGraph(graph, width, name => boxLines(name, step, phase, report), phase);
      if (animated) move(graph, tokens, name => n(value(name)));
    }
    const go = to => { at = Math.min(Math.max(to, 0), last()); show(true); if (at === last()) stop(); };
    const stop = () => { clearInterval(timer); timer = null; play.textContent = "Play"; };
    function toggle() {
      if (timer) return stop();
      timer = setInterval(() => go(at + 1), 1800);
      play.textContent = "Pause";
      go(at === last() ? 0 : at + 1);
    }
    function press(event) {
      const act = { ArrowRight: () => go(at + 1), ArrowLeft: () => go(at - 1), Home: () => go(0), End: () => go(last()),
        " ": toggle }[event.key];
      if (!act || event.target !== stage) return;
      event.preventDefault();
      act();
    }
    const play = Dom.button("Play", toggle);

    const given = { ...data.exercise, samples: data.exercise.samples.map(pair => `(${pair.join(", ")})`).join(" ") };
    const fields = Object.keys(FIELDS).map(key =>
      [key, Dom.html("input", { type: "text", value: given[key], oninput: read })]);
    function read() {
      const typed = Object.fromEntries(fields.map(([key, { value }]) =>
        [key, key === "samples" ? readSamples(value) : readNumber(value)]));
      for (const [key, input] of fields) input.setAttribute("aria-invalid", typed[key] === null);
      const bad = Object.values(typed).includes(null);
      error.textContent = bad ? "Numbers only; samples are pairs, as (1, 3) (2, 4)." : "";
      if (bad) return;
      exercise = fields.every(([key]) => String(typed[key]) === String(data.exercise[key])) ? data.exercise : typed;
      [steps, at] = [runSteps(exercise), 0];
      stop();
      show(false);
    }
    root.append(Dom.html("div", { class: "widget backpropagation" }, words,
      Dom.html("div", { class: "buttons" }, Dom.button("First", () => go(0)), Dom.button("Back", () => go(at - 1)),
        play, Dom.button("Next", () => go(at + 1)), Dom.button("Last", () => go(last()))), stage,
      Dom.html("fieldset", {}, Dom.html("legend", {}, "Change the exercise"),
        ...fields.map(([key, input]) => Dom.html("label", {}, `${FIELDS[key]} `, input)),
        Dom.button("Reset", () => read(fields.forEach(([, input]) => { input.value = input.defaultValue; })))), error));
    Dom.onWidth(stage, found => { width = found; show(false); });
    show(false);
  }

  return { mount, runSteps, readSamples };
})();
