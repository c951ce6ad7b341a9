/** What the widgets share: elements, numbers as text, JSON from the page. */
const Dom = (() => {
  /** @returns {boolean} whether an event is not the browser's: no key with Ctrl or Alt, no right button. */
  const isOurs = ({ button, key, altKey, ctrlKey, metaKey }) => !(button > 0 || key && (altKey || ctrlKey || metaKey));

  /** Set attributes (an `on...` one is a listener, null and false are left out) and append children. */
  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), event => isOurs(event) && value(event));
      else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    Object.assign(element, { autocomplete: "off" }).append(...children.filter(child => child !== null));
    return element;
  }

  /** @returns {HTMLElement} a new element, of which no browser keeps what a reader who comes back had entered. */
  const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

  /** @returns {SVGElement} a new element of a drawing. */
  const svg = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

  /** @returns {HTMLButtonElement} a button with this text. */
  const button = (text, act) => html("button", { type: "button", onclick: act }, text);

  /** @returns {string} a number as of `wording.number`: so many digits, or all before the point, and a true minus. */
  function number(value, digits = 4) {
    const size = Math.abs(value), whole = size >= 10 ** digits && size < 1e15;
    const [mantissa, exponent] = `${whole ? Math.round(value) : Number(Number(value).toPrecision(digits))}`.split("e");
    return (exponent ? `${mantissa} × 10^${Number(exponent)}` : mantissa).replace(/-/g, "−");
  }

  /** @returns {string} a number with its sign: "+ 3" or "− 2". */
  const signed = value => `${value < 0 ? "−" : "+"} ${number(Math.abs(value))}`;

  /** @returns {number} a round step, 1, 2 or 5 times a power of ten, of which at most so many fit into a length. */
  function roundStep(length, count) {
    const least = (length / count) * 0.999, power = 10 ** Math.floor(Math.log10(least));
    return Number((power * [1, 2, 5, 10].find(factor => factor * power >= least)).toPrecision(12));
  }

  /** Call `draw` with the width of `element` in CSS pixels, soon and whenever it changes: in a frame of its own, since
   * what an observer draws may change the sizes that it observes. */
  function onWidth(element, draw) {
    let known = 0;
    new ResizeObserver(() => {
      const width = Math.floor(element.clientWidth);
      if (width && width !== known) requestAnimationFrame(() => draw(known = width));
    }).observe(element);
  }

  /** @returns {string} one of the page's colors as it is now, by its custom property. */
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  return { html, svg, button, number, signed, roundStep, onWidth, color };
})();
