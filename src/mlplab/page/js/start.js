/** Mount every widget: an element with `data-widget`, its name, and `data-source`, the id of its JSON. */
for (const root of document.querySelectorAll("[data-widget]")) {
  const widgets = { draw: Draw, backpropagation: Backpropagation, svm: Svm, curves: Curves, register: Register };
  const source = document.getElementById(root.dataset.source);
  widgets[root.dataset.widget].mount(root, source ? JSON.parse(source.textContent) : {});
}
