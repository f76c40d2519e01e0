// Dropped files and folders go one by one, each with its own progress; without this script the
// form sends them all at once.
"use strict";
(() => {
  const form = document.querySelector("form[data-send]");
  const place = form.querySelector("[data-place]");
  const field = form.querySelector("input[type=file]");
  const told = form.querySelector("[data-sending]");
  const limit = Number(form.dataset.limit);
  const endings = field.accept.split(",");
  let sending = false;

  // Everything dropped, folders opened: pairs of a file and the path it came by.
  async function opened(entry, path) {
    if (entry.isFile) {
      const file = await new Promise((done, failed) => entry.file(done, failed));
      return [[file, path + file.name]];
    }
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return found;
      for (const one of some) found.push(...await opened(one, `${path}${entry.name}/`));
    }
  }

  function wrong(file) {
    const name = file.name.toLowerCase();
    if (name.startsWith("~$") || name.startsWith(".")) return "служебный файл, пропущен";
    if (!endings.some((ending) => name.endsWith(ending))) return `принимаются таблицы ${field.accept}`;
    if (file.size > limit) return `больше ${Math.floor(limit / 1048576)} МБ: разделите таблицу на части`;
    return file.size ? "" : "файл пуст: выгрузите его заново";
  }

  function sent(file, path, bar) {
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file, file.name);
    data.set("path", path);
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
      request.addEventListener("load", () => done(request.response || {said: "сервер не принял файл, повторите"}));
      request.addEventListener("error", () => done({said: "связь прервалась, пришлите этот файл ещё раз"}));
      request.send(data);
    });
  }

  function line(name) {
    const item = document.createElement("li");
    const bar = document.createElement("progress");
    const words = document.createElement("span");
    bar.max = 1; bar.value = 0; bar.setAttribute("aria-label", name);
    words.textContent = " ждёт";
    item.append(`${name}: `, bar, words);
    return {item, bar, say: (text) => { words.textContent = ` ${text}`; bar.remove(); }};
  }

  async function start(pairs) {
    if (sending || !pairs.length) return;
    if (!form.organisation.value) { form.organisation.focus(); return; }
    sending = true;
    const whole = told.querySelector("[data-whole]");
    const said = told.querySelector("[data-said]");
    const list = told.querySelector("[data-files]");
    place.hidden = true; told.hidden = false; list.replaceChildren(); whole.max = pairs.length;
    said.focus();
    const lines = pairs.map(([file]) => line(file.name));
    list.append(...lines.map((one) => one.item));
    let taken = 0, address = "";
    for (const [number, [file, path]] of pairs.entries()) {
      said.textContent = `Отправляется ${number + 1} из ${pairs.length}. Не закрывайте страницу до конца отправки.`;
      const no = wrong(file);
      const answer = no ? {said: no} : await sent(file, path, lines[number].bar);
      lines[number].say(answer.taken ? "отправлен" : answer.said);
      if (answer.taken) { taken += 1; address = answer.address; }
      whole.value = number + 1;
    }
    sending = false;
    const bad = pairs.length - taken;
    if (!bad) { location.assign(address); return; }
    said.textContent = `Отправлено ${taken} из ${pairs.length}. Не отправлено: ${bad}, причины — в списке.`;
    const on = document.createElement("a");
    on.href = address || location.href;
    on.textContent = taken ? "Смотреть отправленное" : "Выбрать другие файлы";
    on.className = "button";
    const below = document.createElement("p");
    below.append(on);
    told.append(below);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    start([...field.files].map((file) => [file, file.webkitRelativePath || file.name]));
  });
  place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("drop--over"); });
  place.addEventListener("dragleave", () => place.classList.remove("drop--over"));
  place.addEventListener("drop", async (event) => {
    event.preventDefault();
    place.classList.remove("drop--over");
    const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry()).filter(Boolean);
    const found = [];
    for (const entry of entries) found.push(...await opened(entry, ""));
    start(found);
  });
  addEventListener("beforeunload", (event) => { if (sending) event.preventDefault(); });
})();
