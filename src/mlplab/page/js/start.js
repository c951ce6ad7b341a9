/** Mount every widget: an element with `data-widget`, its name, `data-source`, the id of its JSON, and perhaps
 * `data-replaces`, the ids of the still pictures that it stands for on the screen. */
for (const root of document.querySelectorAll("[data-widget]")) {
  const widgets = { draw: Draw, backpropagation: Backpropagation, svm: Svm, curves: Curves, register: Register };
  root.querySelector(".widget")?.remove(); // which a browser saved with the page
  widgets[root.dataset.widget].mount(root, JSON.parse(document.getElementById(root.dataset.source).textContent));
  for (const id of root.dataset.replaces?.split(" ") || []) document.getElementById(id)?.classList.add("replaced");
}
/** The contents close once a link in them is followed. */
document.querySelector("nav ol")?.addEventListener("click", ({ target, currentTarget }) =>
  currentTarget.parentElement.toggleAttribute("open", !target.closest("a")));
