/** What the layout needs beyond CSS: tab stops where there is something to scroll, and contents that close. */
const Layout = (() => {
  /** A region is a tab stop while it is narrower than what it shows. */
  function update(region) {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }

  /** Watch every region of `root` that may scroll, and close its contents once a link is followed. */
  function mount(root) {
    const observer = new ResizeObserver(entries => entries.forEach(({ target }) => update(target)));
    for (const region of root.querySelectorAll(".scroll")) observer.observe(region); // which tells its size at once
    const contents = root.querySelector("nav details");
    contents?.addEventListener("click", event => { if (event.target.closest("a")) contents.open = false; });
  }

  return { mount };
})();
