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
