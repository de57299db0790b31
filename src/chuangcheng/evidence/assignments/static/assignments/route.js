// A route's stops are put into another order by dragging them in the list, or on the map one onto
// another; the buttons work without this script.
"use strict";

for (const form of document.querySelectorAll("[data-route]")) {
  let carried = null;

  form.addEventListener("dragstart", (event) => {
    carried = event.target.closest("[data-stop]");
    if (!carried) return;
    carried.classList.add("carried");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });

  form.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-stop]");
    if (!carried || !over || over.parentNode !== carried.parentNode) return;
    event.preventDefault();
    if (over === carried) return;
    const box = over.getBoundingClientRect();
    const below = event.clientY > box.top + box.height / 2;
    over.parentNode.insertBefore(carried, below ? over.nextSibling : over);
  });

  form.addEventListener("drop", (event) => {
    if (!carried) return;
    event.preventDefault();
    form.requestSubmit();
  });

  form.addEventListener("dragend", () => {
    if (carried) carried.classList.remove("carried");
    carried = null;
  });

  // The dragged stop takes the place of the one it was dropped on.
  document.addEventListener("map:onto", (event) => {
    const [moved, onto] = [event.detail.key, event.detail.onto].map((key) =>
      form.querySelector(`[data-stop="${CSS.escape(key)}"]`),
    );
    if (!moved || !onto) return;
    const later = moved.compareDocumentPosition(onto) & Node.DOCUMENT_POSITION_FOLLOWING;
    onto.parentNode.insertBefore(moved, later ? onto.nextSibling : onto);
    form.requestSubmit();
  });
}
