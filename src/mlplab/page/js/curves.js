/** Learning curves to read: the values at an epoch, seeds shown and hidden, a linear or a logarithmic scale. */
const Curves = (() => {
  const HEIGHT = 170, LEFT = 46, TOP = 10, BOTTOM = 22, RIGHT = 10, RIGHT_OF_MARKS = 62;
  const FLAT = 0.02; // curves that move by less than this share of their values are told in words

  const finite = lines => lines.flat().filter(value => value !== null && Number.isFinite(value));
  // No spread: long curves are more values than a call takes arguments.
  const extremes = values => values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);

  /** @returns {number[]} round values between two, or powers of ten on a logarithmic scale: two of them or more. */
  function roundTicks(low, high, logarithmic) {
    const within = all => all.map(tick => Number(tick.toPrecision(6))).filter(tick => tick >= low && tick <= high);
    const first = Math.floor(Math.log10(low)), powers = []; // of a logarithmic scale
    for (let k = first; logarithmic && 10 ** k <= high; k++) powers.push(10 ** k);
    const finer = powers.length > 2 ? powers : powers.flatMap(power => [power, 2 * power, 5 * power]);
    const evenly = count => {
      const step = Dom.roundStep(high - low || 1, count), start = Math.ceil(low / step) - 1;
      return Array.from({ length: 2 * count + 2 }, (_, k) => (start + k) * step);
    };
    return [finer, ...[4, 8, 16].map(evenly)].map(within).find(ticks => ticks.length > 1) || [];
  }

  /** @returns {string} the mean of some lines at an epoch, and its spread: "0.31 (0.29 to 0.33)". */
  function readValues(lines, epoch, quantity) {
    const values = finite(lines.map(line => line.values[quantity][epoch - 1] ?? null));
    if (!values.length) return "no value";
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const [low, high] = extremes(values).map(value => Dom.number(value, 3));
    return values.length > 1 ? `${Dom.number(mean)} (${low} to ${high})` : Dom.number(mean);
  }

  /** @returns {string | null} why a panel is told and not drawn: it has a note, no values, or hardly moves. */
  function tellFlat(panel, lines, quantity) {
    const values = finite(lines.map(line => line.values[quantity]));
    if (panel.note || !values.length) return panel.note || "no values";
    const [low, high] = extremes(values);
    if (high - low > FLAT * Math.max(Math.abs(low), Math.abs(high))) return null;
    return low === high ? `flat at ${Dom.number(low)}` : `flat, ${Dom.number(low)} to ${Dom.number(high)}`;
  }

  /** @returns {string} the path of values, one an epoch, broken where one cannot be shown; of a single one a dash. */
  function pathOf(values, toX, toY) {
    let path = "", pen = "M";
    values.forEach((value, i) => {
      const y = toY(value ?? NaN);
      if (Number.isFinite(y)) path += `${pen}${toX(i + 1).toFixed(1)} ${y.toFixed(1)}`;
      pen = Number.isFinite(y) ? "L" : "M";
    });
    return values.length === 1 && path ? `${path}h12` : path;
  }

  /** The report's values as marks at the last epoch, their numbers pushed apart where they would overlap. */
  function drawMarks(marks, x, toY) {
    const placed = marks.map(mark => ({ ...mark, y: toY(mark.value) })).filter(mark => Number.isFinite(mark.y));
    placed.sort((a, b) => a.y - b.y).forEach((mark, i) => {
      mark.text = i ? Math.max(mark.y, placed[i - 1].text + 13) : mark.y;
    });
    const over = placed.length ? Math.max(placed[placed.length - 1].text - (HEIGHT - BOTTOM), 0) : 0;
    return placed.map(mark => Dom.svg("g", { class: `mark ${mark.style}` },
      Dom.svg("title", {}, `the report prints ${mark.value} (${mark.label})`),
      Dom.svg("path", { d: `M${x} ${mark.y - 5}l5 5l-5 5l-5 -5z` }),
      Dom.svg("text", { x: x + 9, y: mark.text - over + 4 }, Dom.number(mark.value, 6))));
  }

  /** Draw a chart into `svg`; the cursor, a line that stands nowhere yet, is returned. */
  function drawChart(svg, { width, toX, epochs, limits, logarithmic, lines, marks }) {
    const place = logarithmic ? Math.log : value => value, [bottom, top] = limits.map(place);
    const toY = value => HEIGHT - BOTTOM - ((place(value) - bottom) / (top - bottom || 1)) * (HEIGHT - TOP - BOTTOM);
    const cursor = Dom.svg("line", { class: "cursor", y1: TOP, y2: HEIGHT - BOTTOM });
    const ticks = roundTicks(...limits, logarithmic).flatMap(tick => [
      Dom.svg("line", { class: "grid", x1: LEFT, x2: toX(epochs), y1: toY(tick), y2: toY(tick) }),
      Dom.svg("text", { class: "tick end", x: LEFT - 5, y: toY(tick) + 4 },
        Dom.number(tick).replace(" × 10^", "e"))]); // there is little room
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    svg.replaceChildren(...ticks, Dom.svg("text", { class: "tick", x: LEFT, y: HEIGHT - 5 }, "epoch 1"),
      Dom.svg("text", { class: "tick end", x: toX(epochs), y: HEIGHT - 5 }, epochs > 1 ? epochs : ""), cursor,
      ...lines.map(({ style, values }) => Dom.svg("path", { class: `curve ${style}`, d: pathOf(values, toX, toY) })),
      ...drawMarks(marks, toX(epochs), toY));
    return cursor;
  }

  /** Fill `root` with panels. `data`: `quantities` (name: label), `panels` of `title`, `group` (those of one share a
   * scale), `note` (null, or why it is not drawn), `lost` (null, or which diverged), `lines` of `label`, `seed` and
   * `values` (quantity: one an epoch, or null), and `printed` (quantity: {label: the report's last value}). */
  function mount(root, data) {
    const every = data.panels.flatMap(panel => panel.lines), names = Object.keys(data.quantities);
    const [labels, seeds] = ["label", "seed"].map(key => [...new Set(every.map(line => line[key]))]);
    const epochs = Math.max(...every.flatMap(line => Object.values(line.values).map(values => values.length)));
    const state = { quantity: names[0], logarithmic: false, epoch: epochs, hidden: new Set() };
    const style = label => `curve-${labels.indexOf(label) % 6}`;
    const shown = panel => panel.lines.filter(line => !state.hidden.has(line.seed) && line.values[state.quantity]);
    const printed = panel => Object.entries((panel.printed || {})[state.quantity] || {});
    const flat = panel => tellFlat(panel, shown(panel), state.quantity);

    function limits(group) { // of all drawn panels of a group, the report's values among them
      const drawn = data.panels.filter(panel => panel.group === group && !flat(panel));
      const values = finite(drawn.flatMap(panel => [shown(panel).map(line => line.values[state.quantity]),
        printed(panel).map(([, value]) => value)]).flat());
      const [low, high] = extremes(values.filter(value => !state.logarithmic || value > 0));
      const room = (high - low) * 0.04;
      return state.logarithmic ? [low / 1.05, high * 1.05] : [low - room, high + room];
    }

    function makePanel(panel) {
      const chart = Dom.html("div"), readout = Dom.html("p", { class: "readout" });
      const box = Dom.html("div", { class: "panel" }, Dom.html("p", { class: "title" }, panel.title), chart, readout);
      const svg = Dom.svg("svg", { role: "slider", tabindex: 0, "aria-label": `${panel.title}: epoch`,
        "aria-valuemin": 1, "aria-valuemax": epochs, onkeydown: press, onpointermove: point, onpointerdown: point });
      let width = 0, cursor = null;
      const span = () => width - LEFT - (printed(panel).length ? RIGHT_OF_MARKS : RIGHT);
      const toX = epoch => LEFT + ((epoch - 1) / Math.max(epochs - 1, 1)) * span();
      function point(event) {
        const share = (event.clientX - svg.getBoundingClientRect().left - LEFT) / span();
        seek(Math.round(1 + share * (epochs - 1)));
      }
      function draw() {
        const report = printed(panel).map(([label, value]) => ({ label, value, style: style(label) }));
        box.classList.toggle("flat", Boolean(flat(panel)));
        chart.replaceChildren(...(flat(panel) ? [] : [svg]));
        cursor = !width || flat(panel) ? null : drawChart(svg, { width, toX, epochs, limits: limits(panel.group),
          logarithmic: state.logarithmic, marks: report,
          lines: shown(panel).map(line => ({ style: style(line.label), values: line.values[state.quantity] })) });
        const beside = report.map(({ label, value }) => `${label} ${Dom.number(value, 6)}`).join(", ");
        readout.textContent = `${flat(panel)}${beside && ` (report ${beside})`}`;
        read();
      }
      function read() {
        if (!cursor) return;
        const told = labels.map(label => [label, shown(panel).filter(line => line.label === label)])
          .filter(([, lines]) => lines.length)
          .map(([label, lines]) => `${label} ${readValues(lines, state.epoch, state.quantity)}`);
        for (const end of ["x1", "x2"]) cursor.setAttribute(end, toX(state.epoch));
        readout.textContent = `epoch ${state.epoch}: ${[...told, ...(panel.lost ? [panel.lost] : [])].join("; ")}`;
        svg.setAttribute("aria-valuenow", state.epoch);
        svg.setAttribute("aria-valuetext", readout.textContent);
      }
      Dom.onWidth(box, found => { width = found; draw(); });
      return { box, draw, read, group: panel.group };
    }
    function seek(epoch) {
      state.epoch = Math.min(Math.max(epoch, 1), epochs);
      for (const panel of panels) panel.read();
    }
    function press(event) {
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
        Home: -epochs, End: epochs }[event.key];
      if (!by) return;
      event.preventDefault();
      seek(state.epoch + by);
    }
    function choose(legend, type, options, change) {
      const inputs = options.map(([value, text, checked]) => Dom.html("label", {}, Dom.html("input", { type, checked,
        name: `${root.id}-${legend}`, onchange: event => {
          change(value, event.target.checked);
          for (const panel of panels) panel.draw();
        } }), ` ${text}`));
      return options.length > 1 ? Dom.html("fieldset", {}, Dom.html("legend", {}, legend), ...inputs) : null;
    }
    const key = (text, look, d) => Dom.html("li", {}, Dom.svg("svg", { viewBox: "0 0 30 10", "aria-hidden": "true" },
      Dom.svg("path", { class: look, d })), text);
    const keys = labels.map(label => key(label, `curve ${style(label)}`, "M0 5H30"));
    if (data.panels.some(panel => Object.values(panel.printed || {}).some(values => Object.keys(values).length)))
      keys.push(key("report", "mark", "M15 0l5 5l-5 5l-5 -5z"));
    const panels = data.panels.map(makePanel), groups = [...new Set(panels.map(panel => panel.group))];
    root.append(Dom.html("div", { class: "widget curves" }, Dom.html("div", { class: "controls" },
      choose("Show", "radio", names.map((name, k) => [name, data.quantities[name], k === 0]),
        name => { state.quantity = name; }),
      choose("Scale", "radio", [[false, "linear", true], [true, "logarithmic", false]],
        value => { state.logarithmic = value; }),
      choose("Seeds", "checkbox", seeds.map(seed => [seed, String(seed), true]),
        (seed, on) => { state.hidden[on ? "delete" : "add"](seed); })), Dom.html("ul", { class: "key" }, ...keys),
    ...groups.map(group => Dom.html("div", { class: "panels" },
      ...panels.filter(panel => panel.group === group).map(panel => panel.box)))));
  }

  return { mount, roundTicks, readValues, tellFlat };
})();
