// A form is sent once; dropped files land in the field; filters answer at once.
"use strict";
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method !== "post") return;
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button[type=submit]")) {
    button.setAttribute("aria-disabled", "true");
  }
  setTimeout(() => { delete form.dataset.sent; }, 8000);
});
for (const place of document.querySelectorAll("[data-drop]")) {
  const field = place.querySelector("input[type=file]");
  place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("drop--over"); });
  place.addEventListener("dragleave", () => place.classList.remove("drop--over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("drop--over");
    field.files = event.dataTransfer.files;
  });
}
for (const field of document.querySelectorAll("[data-auto]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
// A long list to choose from: search, marks for all or a group, how many are marked.
for (const place of document.querySelectorAll("[data-many]")) {
  const tools = place.querySelector(".many__tools");
  if (!tools) continue;
  tools.hidden = false;
  const boxes = [...place.querySelectorAll("input[type=checkbox]")];
  const search = place.querySelector("[data-many-search]");
  const count = () => {
    const marked = boxes.filter((box) => box.checked).length;
    place.querySelector("[data-many-count]").textContent = `Отмечено: ${marked} из ${boxes.length}`;
  };
  search.addEventListener("input", () => {
    const words = search.value.trim().toLowerCase();
    for (const box of boxes) {
      const line = box.closest("li");
      line.hidden = !line.textContent.toLowerCase().includes(words);
    }
  });
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  place.addEventListener("change", count);
  for (const button of place.querySelectorAll("[data-many-mark]")) {
    button.addEventListener("click", () => {
      const asked = button.dataset.manyMark;
      const codes = new Set(asked.split(" "));
      for (const box of boxes) {
        if (box.closest("li").hidden) continue;
        if (!asked) box.checked = false;
        else if (asked === "*" || codes.has(box.value)) box.checked = true;
      }
      count();
    });
  }
  count();
}
// A table wider than its place is scrolled by keyboard too.
const reachable = () => {
  for (const place of document.querySelectorAll(".table")) {
    if (place.scrollWidth <= place.clientWidth) { place.removeAttribute("tabindex"); continue; }
    place.tabIndex = 0;
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", place.querySelector("caption")?.textContent || "Таблица");
  }
};
reachable();
addEventListener("resize", reachable);
