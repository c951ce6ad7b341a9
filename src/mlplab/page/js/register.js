/** The register of printed values: a filter and a search over rows that the page already has. */
const Register = (() => {
  /** @returns {boolean} whether a row, its `section`, `verdict` and `text`, is asked for. */
  function matches(row, { section, verdict, words }) {
    const found = words.toLowerCase().split(/\s+/).every(word => row.text.includes(word));
    return (!section || row.section === section) && (!verdict || row.verdict === verdict) && found;
  }

  /** Put the controls before `root`'s table, whose rows have `data-section` and `data-verdict`; `data` has words. */
  function mount(root, data) {
    const table = root.querySelector("table"), rows = [...table.querySelectorAll("tr[data-section]")].map(element =>
      ({ element, ...element.dataset, text: [...element.cells].map(td => td.textContent).join(" ").toLowerCase() }));
    const choose = key => Dom.html("select", { onchange: filter }, Dom.html("option", { value: "" }, "all"),
      ...[...new Set(rows.map(row => row[key]))].map(value =>
        Dom.html("option", { value }, data.verdicts[value] || value)));
    const section = choose("section"), verdict = choose("verdict");
    const search = Dom.html("input", { type: "search", oninput: filter }), count = Dom.html("p", { role: "status" });

    function filter() {
      const asked = { section: section.value, verdict: verdict.value, words: search.value };
      for (const row of rows) row.element.hidden = !matches(row, asked);
      const shown = rows.filter(row => !row.element.hidden).length;
      count.textContent = `${shown === rows.length ? "All" : `${shown} of`} ${rows.length} rows are shown.`;
    }
    /** A link may lead to a row that is hidden; where it is followed once more, the address stays as it is. */
    function reveal() {
      const target = document.querySelector(":target");
      if (!target || !table.contains(target) || !target.closest("[hidden]")) return;
      section.value = verdict.value = search.value = "";
      filter();
      target.scrollIntoView();
    }
    addEventListener("hashchange", reveal);
    addEventListener("click", event => event.target.closest("a")?.hash === location.hash && reveal());
    root.prepend(Dom.html("div", { class: "widget register" }, Dom.html("div", { class: "controls" },
      ...Object.entries({ Section: section, Verdict: verdict, Search: search }).map(([text, control]) =>
        Dom.html("label", {}, `${text} `, control))), count));
    filter();
  }

  return { mount, matches };
})();
