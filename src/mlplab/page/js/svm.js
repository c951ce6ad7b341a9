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

  /** The line w.x + b = 0 of largest margin between points of label 1 and -1, with |w.x + b| = 1 on the nearest ones:
   * exact, since two or three points always hold it.
   * @returns {{weights, bias, margin, decisions, on_margin} | null} null where no line separates the points. */
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

  const snap = (value, step) => Number((Math.round(value / step) * step).toPrecision(12));
  const tidy = value => Math.round(value * 1e9) / 1e9;
  const text = point => `(${point.map(value => Dom.number(value, 5)).join(", ")})`;

  /** A square part of the plane that shows all points with room around them, and a query that is not far; its steps. */
  function makeFrame(points, query) {
    const without = query && makeFrame(points), far = without && query.some((value, axis) =>
      Math.abs(value - (without.low[axis] + without.high[axis]) / 2) > without.span);
    if (query) return far ? without : makeFrame([...points, query]);
    const axes = [0, 1].map(axis => points.map(point => point[axis]));
    const middle = axes.map(values => (Math.min(...values) + Math.max(...values)) / 2);
    const spread = Math.max(...axes.map(values => Math.max(...values) - Math.min(...values)));
    const half = (spread || Math.abs(middle[0]) || 1) * 0.85;
    return { low: middle.map(m => m - half), high: middle.map(m => m + half), span: 2 * half,
      move: Dom.roundStep(half, 20), tick: Dom.roundStep(half, 3) };
  }

  /** @returns {number[][] | null} where f = level crosses the frame. */
  function clip({ weights: [a, b], bias }, level, { low, high, span }) {
    const c = level - bias, room = span * 1e-9;
    const within = (value, axis) => value >= low[axis] - room && value <= high[axis] + room;
    const ends = [low, high].flatMap(([x, y]) => [[x, (c - a * x) / b], [(c - b * y) / a, y]])
      .filter(end => end.every(within)).sort((p, q) => p[0] - q[0] || p[1] - q[1]);
    return ends.length > 1 ? [ends[0], ends[ends.length - 1]] : null;
  }

  /** What was found, in sentences: the line, its margin and support vectors, the query's class, the report's values. */
  function tell(found, points, query, printed) {
    if (!found) return ["No straight line separates the positive points from the negative ones."];
    const { margin, on_margin } = found, b = tidy(found.bias);
    const [w1, w2] = found.weights.map(value => tidy(value * margin) / margin); // of far points both are tiny
    const equation = `f(x) = ${Dom.number(w1)} x₁ ${Dom.signed(w2)} x₂ ${Dom.signed(b)}`;
    const told = [`${equation}, margin ${Dom.number(margin)}.`,
      `On the margin, ringed: ${on_margin.map(i => text(points[i])).join(", ")}.`];
    const f = query && tidy(dot(found.weights, query) + found.bias);
    if (query) told.push(Math.abs(f) < TOLERANCE ? `The query ${text(query)} lies on the line: it is of neither class.`
      : `The query ${text(query)} has f = ${Dom.number(f)}: class ${f > 0 ? "+1" : "−1"}.`);
    const ours = [["weights.0", "w₁", w1], ["weights.1", "w₂", w2], ["bias", "b", b], ["margin", "margin", margin]];
    const pairs = ours.filter(([key]) => printed[key] !== undefined)
      .map(([key, name, value]) => `${name} ${Dom.number(value)} (report ${Dom.number(printed[key])})`);
    return pairs.length ? [...told, `Here and in the report: ${pairs.join(", ")}.`] : told;
  }

  const MARKS = { Positive: "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", Negative: "M-7 -7h14v14h-14z",
    Query: "M0 -9l9 9l-9 9l-9 -9z" }; // a dot, a square and a diamond

  /** Fill `root` with the plane. `data`: `points`, `labels` and `query` (or null) as in metrics/worked_examples.json,
   * and `printed`, the report's `weights.0`, `weights.1`, `bias` and `margin`, shown while no point is moved. */
  function mount(root, data) {
    const start = () => [...data.points, ...(data.query ? [data.query] : [])].map(point => [...point]);
    let places = start(), size = 0;
    const count = data.points.length, frame = makeFrame(data.points, data.query), { low, high, span } = frame;
    const kinds = places.map((_, i) => (i === count ? "Query" : data.labels[i] > 0 ? "Positive" : "Negative"));
    const words = Dom.html("div", { class: "words", "aria-live": "polite" });
    const back = Dom.svg("g", { "aria-hidden": "true" });
    const handles = kinds.map((kind, i) => Dom.svg("g", { class: `point ${kind.toLowerCase()}`, tabindex: 0,
      role: "button", "aria-describedby": `${root.id}-help`, onkeydown: event => press(event, i),
      onpointerdown: event => grab(event, i) }, Dom.svg("circle", { class: "reach", r: 22 }),
    Dom.svg("circle", { class: "ring", r: 14 }), Dom.svg("path", { d: MARKS[kind] }), Dom.svg("text", { y: -20 })));
    const plane = Dom.svg("svg", { class: "plane", role: "group", "aria-label": "The plane of the points" },
      back, ...handles);
    const toX = x => ((x - low[0]) / span) * size, toY = y => size - ((y - low[1]) / span) * size;
    const line = (kind, [x1, y1], [x2, y2]) =>
      Dom.svg("line", { class: kind, x1: toX(x1), y1: toY(y1), x2: toX(x2), y2: toY(y2) });

    function drawGrid() {
      const ticks = axis => {
        const first = Math.ceil(low[axis] / frame.tick + 0.2), last = Math.floor(high[axis] / frame.tick - 0.2);
        return Array.from({ length: last - first + 1 }, (_, k) => snap((first + k) * frame.tick, frame.tick));
      };
      const mark = (value, x, y) => Dom.svg("text", { class: "tick", x, y }, Dom.number(value, 5));
      return [...ticks(0).flatMap(x => [line("grid", [x, low[1]], [x, high[1]]), mark(x, toX(x) + 3, size - 5)]),
        ...ticks(1).flatMap(y => [line("grid", [low[0], y], [high[0], y]), mark(y, 4, toY(y) - 3)])];
    }
    function drawPoint(handle, i, on) {
      const inside = value => Math.min(Math.max(value, 12), size - 12), note = handle.lastElementChild;
      const [x, y] = [inside(toX(places[i][0])), inside(toY(places[i][1]))]; // a far query stands at the edge
      handle.classList.toggle("support", on);
      handle.setAttribute("transform", `translate(${x}, ${y})`);
      handle.setAttribute("aria-label", `${kinds[i]}${i === count ? "" : ` point ${i + 1}`} at ${text(places[i])}` +
        `${on ? ", on the margin" : ""}`);
      note.textContent = `${text(places[i])}${i === count ? "?" : ""}`;
      note.setAttribute("text-anchor", x > size - 40 ? "end" : x < 40 ? "start" : "middle");
      note.setAttribute("y", y < 36 ? 32 : -20);
    }
    function show() {
      const points = places.slice(0, count), found = solve(points, data.labels);
      const printed = String(places) === String(start()) ? data.printed || {} : {};
      words.replaceChildren(...tell(found, points, places[count], printed)
        .map(sentence => Dom.html("p", { class: found ? null : "error" }, sentence)));
      if (size) handles.forEach((handle, i) => drawPoint(handle, i, Boolean(found) && found.on_margin.includes(i)));
      const lines = Object.entries({ line: 0, "side positive": 1, "side negative": -1 })
        .map(([kind, level]) => [kind, found && clip(found, level, frame)]).filter(([, ends]) => ends);
      back.replaceChildren(...(size ? drawGrid() : []), ...lines.map(([kind, ends]) => line(kind, ...ends)));
    }
    function put(i, place) {
      places[i] = place.map((value, axis) => Math.min(Math.max(value, low[axis]), high[axis]));
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
      handle.focus({ preventScroll: true });
      handle.setPointerCapture(event.pointerId);
      handle.onpointermove = moved => {
        const box = plane.getBoundingClientRect();
        const share = [(moved.clientX - box.left) / box.width, 1 - (moved.clientY - box.top) / box.height];
        put(i, share.map((value, axis) => snap(low[axis] + value * span, frame.move)));
      };
      handle.onpointerup = handle.onpointercancel = () => { handle.onpointermove = null; };
    }
    const stage = Dom.html("div", { class: "stage" }, plane);
    root.append(Dom.html("div", { class: "widget svm" }, stage, Dom.html("div", {}, words,
      Dom.html("p", { class: "help", id: `${root.id}-help` }, "Drag a point, or move it with the arrow keys by " +
        `${Dom.number(frame.move)}, with Shift by ${Dom.number(5 * frame.move)}.`),
      Dom.html("div", { class: "buttons" }, Dom.button("Reset", () => { places = start(); show(); })))));
    Dom.onWidth(stage, width => {
      size = Math.min(width, 480);
      plane.setAttribute("viewBox", `0 0 ${size} ${size}`);
      show();
    });
    show();
  }

  return { mount, solve };
})();
