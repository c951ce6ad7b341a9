/** Learning curves to read: the values at an epoch, seeds shown and hidden, a linear or a logarithmic scale. */
const Curves = (() => {
  const HEIGHT = 170, LEFT = 46, TOP = 10, BOTTOM = 22;
  const FLAT = 0.02; // curves that move by less than this share of their values are told in words

  const finite = lines => lines.flat().filter(value => value !== null && Number.isFinite(value));

  /** @returns {number[]} round values between two, about four of them, or powers of ten on a logarithmic scale. */
  function roundTicks(low, high, logarithmic) {
    if (logarithmic) {
      const powers = [];
      for (let k = Math.floor(Math.log10(low)); k <= Math.log10(high); k++) powers.push(10 ** k);
      const fine = powers.length > 2 ? powers : powers.flatMap(power => [power, 2 * power, 5 * power]);
      return fine.map(tick => Number(tick.toPrecision(6))).filter(tick => tick >= low * 0.999 && tick <= high * 1.001);
    }
    const raw = (high - low) / 4 || 1, power = 10 ** Math.floor(Math.log10(raw));
    const step = power * [1, 2, 5, 10].find(factor => factor * power >= raw), ticks = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high * (1 + 1e-9); k++) ticks.push(Number((k * step).toPrecision(6)));
    return ticks;
  }

  /** @returns {function(number): number} where a value stands between 0 and 1; null where a logarithm has none. */
  function makeScale([low, high], logarithmic) {
    const place = logarithmic ? Math.log : value => value;
    return value => (logarithmic && value <= 0 ? null : (place(value) - place(low)) / (place(high) - place(low) || 1));
  }

  /** The mean of a label's lines at an epoch, and its spread: "0.31 (0.29 to 0.33)". */
  function readValues(lines, epoch, quantity) {
    const values = finite(lines.map(line => line.values[quantity]).map(curve => curve[epoch - 1] ?? null));
    if (!values.length) return "no value";
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const range = `${Dom.number(Math.min(...values), 3)} to ${Dom.number(Math.max(...values), 3)}`;
    return values.length > 1 ? `${Dom.number(mean)} (${range})` : Dom.number(mean);
  }

  /** Why a panel is told and not drawn, or null: it has a note, no values, or hardly moves. */
  function tellFlat(panel, lines, quantity) {
    const values = finite(lines.map(line => line.values[quantity]));
    if (panel.note) return panel.note;
    if (!values.length) return "no values";
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (high - low > FLAT * Math.max(Math.abs(low), Math.abs(high))) return null;
    return low === high ? `flat at ${Dom.number(low)}` : `flat, ${Dom.number(low)} to ${Dom.number(high)}`;
  }

  /** Push label heights apart until none overlaps the one before it, within the panel. */
  function spread(marks, least) {
    marks.sort((a, b) => a.y - b.y);
    marks.forEach((mark, i) => { mark.label = i ? Math.max(mark.y, marks[i - 1].label + least) : mark.y; });
    const over = marks.length ? marks[marks.length - 1].label - (HEIGHT - BOTTOM) : 0;
    if (over > 0) marks.forEach(mark => { mark.label -= over; });
    return marks;
  }

  /**
   * Fill `root` with panels. `data`: `quantities` (name: label), `panels` of `title`, `group` (panels of one share a
   * scale), `note` (null, or why it is not drawn), `lines` of `label`, `seed` and `values` (quantity: one an epoch,
   * null where there is none), and `printed` (quantity: {label: the report's value after the last epoch}).
   */
  function mount(root, data) {
    const lines = data.panels.flatMap(panel => panel.lines), names = Object.keys(data.quantities);
    const labels = [...new Set(lines.map(line => line.label))], seeds = [...new Set(lines.map(line => line.seed))];
    const epochs = Math.max(...lines.flatMap(line => names.map(name => (line.values[name] || []).length)));
    const state = { quantity: names[0], logarithmic: false, epoch: epochs, hidden: new Set() };
    const shownLines = panel => panel.lines.filter(line => !state.hidden.has(line.seed) && line.values[state.quantity]);
    const printed = panel => (panel.printed || {})[state.quantity] || {};

    function range(group) { // of all drawn panels of a group, the report's values among them
      const drawn = data.panels.filter(p => p.group === group && !tellFlat(p, shownLines(p), state.quantity));
      const values = drawn.flatMap(p => [...finite(shownLines(p).map(l => l.values[state.quantity])), ...finite(Object.values(printed(p)))])
        .filter(value => !state.logarithmic || value > 0);
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return state.logarithmic ? [low / 1.05, high * 1.05] : [low - (high - low) * 0.04, high + (high - low) * 0.04];
    }
    const tell = panel => labels.filter(label => shownLines(panel).some(line => line.label === label)).map(label =>
      `${label} ${readValues(shownLines(panel).filter(line => line.label === label), state.epoch, state.quantity)}`).join("; ");

    function makePanel(panel) {
      const title = Dom.html("h4", {}, panel.title), chart = Dom.html("div", { class: "chart" });
      const readout = Dom.html("p", { class: "readout" });
      const svg = Dom.svg("svg", { role: "slider", tabindex: 0, "aria-label": `${panel.title}: epoch`, "aria-valuemin": 1,
        "aria-valuemax": epochs, onkeydown: press, onpointermove: point, onpointerdown: point });
      const box = Dom.html("div", { class: "panel" }, title, chart, readout);
      let width = 0, cursor = null;
      const right = () => (Object.keys(printed(panel)).length ? 62 : 10);
      const toX = epoch => LEFT + ((epoch - 1) / Math.max(epochs - 1, 1)) * (width - LEFT - right());
      function point(event) {
        const bounds = svg.getBoundingClientRect(), share = (event.clientX - bounds.left - LEFT) / (width - LEFT - right());
        seek(Math.round(1 + share * (epochs - 1)));
      }
      function draw() {
        const flat = tellFlat(panel, shownLines(panel), state.quantity), report = Object.entries(printed(panel));
        box.classList.toggle("flat", Boolean(flat));
        if (flat) {
          const beside = report.length ? ` (report ${report.map(([label, value]) => `${label} ${Dom.number(value, 6)}`).join(", ")})` : "";
          chart.replaceChildren();
          readout.textContent = flat + beside;
          return;
        }
        if (!width) return chart.replaceChildren(svg);
        const limits = range(panel.group), scale = makeScale(limits, state.logarithmic);
        const toY = value => { const at = scale(value); return at === null ? null : HEIGHT - BOTTOM - at * (HEIGHT - TOP - BOTTOM); };
        const ticks = roundTicks(...limits, state.logarithmic).map(tick => [
          Dom.svg("line", { class: "grid", x1: LEFT, x2: width - right(), y1: toY(tick), y2: toY(tick) }),
          Dom.svg("text", { class: "tick end", x: LEFT - 5, y: toY(tick) + 4 }, Dom.number(tick))]).flat();
        const bottom = [1, epochs].map(epoch => Dom.svg("text", { class: epoch === 1 ? "tick" : "tick end", x: toX(epoch), y: HEIGHT - 5 },
          epoch === 1 ? "epoch 1" : epoch));
        const paths = shownLines(panel).map(line => {
          let pen = "M";
          const d = line.values[state.quantity].map((value, i) => {
            const y = value === null ? null : toY(value);
            if (y === null) { pen = "M"; return ""; }
            const move = `${pen}${toX(i + 1).toFixed(1)} ${y.toFixed(1)}`;
            pen = "L";
            return move;
          }).join("");
          return Dom.svg("path", { d, class: `curve curve-${labels.indexOf(line.label) % 6}` });
        });
        const marks = spread(report.map(([label, value]) => ({ label: 0, name: label, value, y: toY(value) }))
          .filter(mark => mark.y !== null), 13).map(mark => Dom.svg("g", { class: `mark curve-${labels.indexOf(mark.name) % 6}` },
          Dom.svg("path", { d: `M${toX(epochs)} ${mark.y - 5}l5 5l-5 5l-5 -5z` }),
          Dom.svg("text", { x: toX(epochs) + 9, y: mark.label + 4 }, Dom.number(mark.value, 6)),
          Dom.svg("title", {}, `the report prints ${mark.value} (${mark.name})`)));
        cursor = Dom.svg("line", { class: "cursor", y1: TOP, y2: HEIGHT - BOTTOM });
        svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
        svg.replaceChildren(...ticks, ...bottom, cursor, ...paths, ...marks);
        chart.replaceChildren(svg);
        read();
      }
      function read() {
        if (!cursor || box.classList.contains("flat")) return;
        for (const end of ["x1", "x2"]) cursor.setAttribute(end, toX(state.epoch));
        const told = `epoch ${state.epoch}: ${tell(panel)}`;
        readout.textContent = told;
        svg.setAttribute("aria-valuenow", state.epoch);
        svg.setAttribute("aria-valuetext", told);
      }
      Dom.onWidth(box, found => { width = found; draw(); });
      return { box, draw, read };
    }
    function seek(epoch) {
      state.epoch = Math.min(Math.max(epoch, 1), epochs);
      panels.forEach(panel => panel.read());
    }
    function press(event) {
      const to = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -epochs, End: epochs }[event.key];
      if (!to) return;
      event.preventDefault();
      seek(state.epoch + to);
    }
    const panels = data.panels.map(makePanel), redraw = () => panels.forEach(panel => panel.draw());
    const choose = (legend, type, options, change) => (options.length < 2 ? null : Dom.html("fieldset", {}, Dom.html("legend", {}, legend),
      ...options.map(([value, text, checked]) => Dom.html("label", {}, Dom.html("input", { type, name: `${root.id}-${legend}`, checked,
        onchange: event => { change(value, event.target.checked); redraw(); } }), ` ${text}`))));
    const key = labels.map((label, k) => Dom.html("li", {}, Dom.svg("svg", { viewBox: "0 0 30 10", "aria-hidden": "true" },
      Dom.svg("path", { class: `curve curve-${k % 6}`, d: "M0 5H30" })), label));
    if (lines.some(() => data.panels.some(panel => panel.printed))) key.push(Dom.html("li", {},
      Dom.svg("svg", { class: "mark", viewBox: "0 0 30 10", "aria-hidden": "true" }, Dom.svg("path", { d: "M15 0l5 5l-5 5l-5 -5z" })), "report"));
    root.append(Dom.html("div", { class: "widget curves" }, Dom.html("div", { class: "controls" },
      choose("Show", "radio", names.map((name, k) => [name, data.quantities[name], k === 0]), name => { state.quantity = name; }),
      choose("Scale", "radio", [[false, "linear", true], [true, "logarithmic", false]], value => { state.logarithmic = value; }),
      choose("Seeds", "checkbox", seeds.map(seed => [seed, String(seed), true]), (seed, on) => {
        state.hidden[on ? "delete" : "add"](seed);
      })), Dom.html("ul", { class: "key" }, ...key), ...[...new Set(data.panels.map(panel => panel.group))].map(group =>
      Dom.html("div", { class: "panels" }, ...panels.filter((_, k) => data.panels[k].group === group).map(panel => panel.box)))));
    redraw();
  }

  return { mount, roundTicks, makeScale, readValues, tellFlat };
})();
