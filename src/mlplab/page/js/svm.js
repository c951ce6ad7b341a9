/** Move the points: the hard-margin support vector machine of a few points in the plane, solved anew. */
const Svm = (() => {
  const TOLERANCE = 1e-6; // as in studies/hard_margin_svm.py
  const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
  const minus = (a, b) => [a[0] - b[0], a[1] - b[1]];

  /** The line across the direction w, with f = 1 on `inner` and f = -1 on `outer`; null where they do not differ. */
  function lineAcross(direction, inner, outer) {
    const width = dot(direction, minus(inner, outer));
    if (Math.abs(width) < 1e-12 * Math.hypot(...direction) * Math.hypot(...minus(inner, outer))) return null;
    const weights = direction.map(value => (2 * value) / width);
    return { weights, bias: 1 - dot(weights, inner) };
  }

  /** Every line that two points of both classes, or two of one class and one of the other, can hold. */
  function* candidates(positive, negative) {
    for (const p of positive) for (const q of negative) yield lineAcross(minus(p, q), p, q);
    for (const [sign, own, others] of [[1, positive, negative], [-1, negative, positive]])
      for (let i = 0; i < own.length; i++) for (let j = i + 1; j < own.length; j++) for (const other of others) {
        const along = minus(own[j], own[i]), across = [-along[1], along[0]];
        yield sign > 0 ? lineAcross(across, own[i], other) : lineAcross(across, other, own[i]);
      }
  }

  /**
   * The separating line w.x + b = 0 of largest margin, with |w.x + b| = 1 on the nearest points: exact, since two or
   * three points always hold it.
   * @param {number[][]} points
   * @param {number[]} labels - 1 or -1 for each.
   * @returns {{weights, bias, margin, decisions, on_margin} | null} null where no line separates the points.
   */
  function solve(points, labels) {
    const origin = points[0]; // far from 0 the points' differences would drown
    const near = points.map(point => minus(point, origin));
    const [positive, negative] = [1, -1].map(label => near.filter((_, i) => labels[i] === label));
    let best = null;
    for (const line of candidates(positive, negative)) {
      if (!line || (best && dot(line.weights, line.weights) >= dot(best.weights, best.weights))) continue;
      const outside = (point, i) => labels[i] * (dot(line.weights, point) + line.bias) > 1 - TOLERANCE;
      if (near.every(outside)) best = line;
    }
    if (!best) return null;
    const decisions = near.map(point => dot(best.weights, point) + best.bias);
    const on_margin = [...points.keys()].filter(i => Math.abs(Math.abs(decisions[i]) - 1) < TOLERANCE);
    const bias = best.bias - dot(best.weights, origin);
    return { weights: best.weights, bias, margin: 1 / Math.hypot(...best.weights), decisions, on_margin };
  }

  /** @returns {number} a round step, 1, 2 or 5 times a power of ten, of which about so many fit into a length. */
  function roundStep(length, count) {
    const raw = length / count, power = 10 ** Math.floor(Math.log10(raw));
    return power * [1, 2, 5, 10].find(factor => factor * power >= raw * 0.999);
  }

  const snap = (value, step) => Number((Math.round(value / step) * step).toPrecision(12));

  /** A square part of the plane that shows all points with room around them, and its steps. */
  function makeFrame(points) {
    const [xs, ys] = [0, 1].map(axis => points.map(point => point[axis]));
    const middle = [xs, ys].map(values => (Math.min(...values) + Math.max(...values)) / 2);
    const spread = Math.max(...[xs, ys].map(values => Math.max(...values) - Math.min(...values)));
    const half = (spread || Math.abs(middle[0]) || 1) * 0.85;
    const move = roundStep(half, 20);
    return { low: middle.map(m => m - half), high: middle.map(m => m + half), move, tick: roundStep(half, 3) };
  }

  const text = point => `(${point.map(value => Dom.number(value, 5)).join(", ")})`;
  const side = label => (label > 0 ? "positive" : "negative");
  /** The x and y at which f = level crosses the frame, or null. */
  function clip({ weights: [a, b], bias }, level, { low, high }) {
    const c = level - bias, ends = [];
    for (const x of [low[0], high[0]]) if (b) ends.push([x, (c - a * x) / b]);
    for (const y of [low[1], high[1]]) if (a) ends.push([(c - b * y) / a, y]);
    const room = (high[0] - low[0]) * 1e-9, within = ends.filter(([x, y]) =>
      x >= low[0] - room && x <= high[0] + room && y >= low[1] - room && y <= high[1] + room);
    within.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
    return within.length > 1 ? [within[0], within[within.length - 1]] : null;
  }

  /** What was found, in words: the line, its margin and support vectors, the query's class. */
  function report(found, points, query) {
    if (!found) return ["No straight line separates the positive points from the negative ones."];
    const [a, b] = found.weights.map(value => Math.round(value * 1e9) / 1e9), { bias, margin, on_margin } = found;
    const told = [`f(x) = ${Dom.number(a)} x₁ ${Dom.signed(b)} x₂ ${Dom.signed(bias)}, margin ${Dom.number(margin)}.`,
      `On the margin, ringed: ${on_margin.map(i => text(points[i])).join(", ")}.`];
    if (!query) return told;
    const f = dot(found.weights, query) + bias, flat = Math.abs(f) < 1e-9;
    return [...told, flat ? `The query ${text(query)} lies on the line: it is of neither class.`
      : `The query ${text(query)} has f = ${Dom.number(f)}: class ${f > 0 ? "+1" : "−1"}.`];
  }

  /** The printed values beside ours: [label, ours, report's]. */
  function compare(found, printed) {
    const ours = { "weights.0": found.weights[0], "weights.1": found.weights[1], bias: found.bias, margin: found.margin };
    const labels = { "weights.0": "w₁", "weights.1": "w₂", bias: "b", margin: "margin" };
    return Object.keys(ours).filter(key => printed[key] !== undefined).map(key =>
      `${labels[key]} ${Dom.number(Math.round(ours[key] * 1e9) / 1e9)} (report ${Dom.number(printed[key])})`);
  }

  /**
   * Fill `root` with the plane. `data`: `points`, `labels` and `query` (or null) as in metrics/worked_examples.json,
   * and `printed`, the report's `weights.0`, `weights.1`, `bias` and `margin`, shown while no point is moved.
   */
  function mount(root, data) {
    const start = () => [...data.points, ...(data.query ? [data.query] : [])].map(point => [...point]);
    let places = start(), size = 0;
    const count = data.points.length, frame = makeFrame(places), span = frame.high[0] - frame.low[0];
    const words = Dom.html("div", { class: "words", "aria-live": "polite" });
    const back = Dom.svg("g", { "aria-hidden": "true" }), help = `${root.id}-help`;
    const handles = places.map((_, i) => {
      const kind = i === count ? "query" : side(data.labels[i]);
      const mark = { positive: Dom.svg("circle", { r: 8 }), negative: Dom.svg("rect", { x: -7, y: -7, width: 14, height: 14 }),
        query: Dom.svg("path", { d: "M0 -9L9 0L0 9L-9 0z" }) }[kind];
      return Dom.svg("g", { class: `point ${kind}`, tabindex: 0, role: "button", "aria-describedby": help,
        onkeydown: event => press(event, i), onpointerdown: event => grab(event, i) },
      Dom.svg("circle", { class: "reach", r: 22 }), Dom.svg("circle", { class: "ring", r: 14 }), mark,
      Dom.svg("text", { y: -20 }));
    });
    const plane = Dom.svg("svg", { class: "plane", role: "group", "aria-label": "The plane of the points" }, back, ...handles);

    const toX = x => ((x - frame.low[0]) / span) * size, toY = y => size - ((y - frame.low[1]) / span) * size;
    const segment = ([p, q], kind) => Dom.svg("line", { class: kind, x1: toX(p[0]), y1: toY(p[1]), x2: toX(q[0]), y2: toY(q[1]) });
    function ticks() {
      const marks = [];
      for (const axis of [0, 1]) for (let k = Math.ceil(frame.low[axis] / frame.tick); k * frame.tick < frame.high[axis]; k++) {
        const at = snap(k * frame.tick, frame.tick), x = toX(at), y = toY(at);
        marks.push(axis ? Dom.svg("line", { class: "grid", x1: 0, x2: size, y1: y, y2: y })
          : Dom.svg("line", { class: "grid", x1: x, x2: x, y1: 0, y2: size }));
        if (axis ? y > 12 && y < size - 22 : x > 26 && x < size - 22) marks.push(Dom.svg("text", axis ? { class: "tick", x: 4, y: y - 3 }
          : { class: "tick", x: x + 3, y: size - 5 }, Dom.number(at, 5)));
      }
      return marks;
    }
    function show() {
      const points = places.slice(0, count), query = places[count], found = solve(points, data.labels);
      const lines = !found ? [] : [[0, "line"], [1, "side positive"], [-1, "side negative"]].flatMap(([level, kind]) => {
        const ends = clip(found, level, frame);
        return ends ? [segment(ends, kind)] : [];
      });
      const untouched = String(places) === String(start()), printed = found && untouched ? compare(found, data.printed || {}) : [];
      words.replaceChildren(...[...report(found, points, query), ...(printed.length ? [`Here and in the report: ${printed.join(", ")}.`] : [])]
        .map(line => Dom.html("p", { class: found ? "" : "error" }, line)));
      back.replaceChildren(...(size ? [...ticks(), ...lines] : []));
      handles.forEach((handle, i) => {
        const on = Boolean(found) && found.on_margin.includes(i), kind = i === count ? "Query" : `${side(data.labels[i])} point ${i + 1}`;
        handle.classList.toggle("support", on);
        handle.setAttribute("transform", `translate(${toX(places[i][0])}, ${toY(places[i][1])})`);
        handle.setAttribute("aria-label", `${kind[0].toUpperCase()}${kind.slice(1)} at ${text(places[i])}${on ? ", on the margin" : ""}`);
        handle.lastElementChild.textContent = `${text(places[i])}${i === count ? "?" : ""}`;
        handle.lastElementChild.setAttribute("text-anchor",
          toX(places[i][0]) > size - 40 ? "end" : toX(places[i][0]) < 40 ? "start" : "middle");
      });
    }
    function put(i, place) {
      places[i] = place.map((value, axis) => Math.min(Math.max(value, frame.low[axis]), frame.high[axis]));
      show();
    }
    function press(event, i) {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const step = frame.move * (event.shiftKey ? 5 : 1);
      put(i, places[i].map((value, axis) => (way[axis] ? snap(value + way[axis] * step, frame.move) : value)));
    }
    function grab(event, i) {
      const handle = handles[i];
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
      handle.onpointermove = moved => {
        const box = plane.getBoundingClientRect();
        const share = [(moved.clientX - box.left) / box.width, 1 - (moved.clientY - box.top) / box.height];
        put(i, share.map((value, axis) => snap(frame.low[axis] + value * span, frame.move)));
      };
      handle.onpointerup = handle.onpointercancel = () => { handle.onpointermove = null; };
    }
    const stage = Dom.html("div", { class: "stage" }, plane);
    root.append(Dom.html("div", { class: "widget svm" }, stage, Dom.html("div", { class: "answer" }, words,
      Dom.html("p", { class: "help", id: help },
        `Drag a point, or move it with the arrow keys by ${Dom.number(frame.move)}, with Shift by ${Dom.number(5 * frame.move)}.`),
      Dom.html("div", { class: "buttons" }, Dom.button("Reset", () => { places = start(); show(); })))));
    Dom.onWidth(stage, width => { size = Math.min(width, 480); plane.setAttribute("viewBox", `0 0 ${size} ${size}`); show(); });
    show();
  }

  return { mount, solve };
})();
