// Small helpers of the console. Everything works without them but the live update.
"use strict";

const LIVE_EVERY_MS = 1000;
const LOST_AFTER_MS = 5000;

function keepUp(box) {
  const lost = document.getElementById("live-lost");
  let heard = Date.now();
  async function update() {
    try {
      const answer = await fetch(box.dataset.live, {
        headers: { "x-live": "1" }, credentials: "same-origin", cache: "no-store",
      });
      if (answer.status === 401) { window.location.assign("/console/sign-in"); return; }
      if (answer.ok) { show(await answer.text()); heard = Date.now(); }
    } catch (error) { /* said below, once it lasts */ }
    lost.hidden = Date.now() - heard < LOST_AFTER_MS;
    window.setTimeout(update, LIVE_EVERY_MS);
  }
  function show(html) {
    const open = Array.from(box.querySelectorAll("details[open]"), (part) => part.id);
    const focused = document.activeElement && box.contains(document.activeElement)
      ? focusKey(document.activeElement) : "";
    const fresh = new DOMParser().parseFromString(html, "text/html");
    box.replaceChildren(...fresh.body.childNodes);
    for (const id of open) {
      const part = document.getElementById(id);
      if (part) { part.open = true; }
    }
    const again = focused && findFocus(focused);
    if (again) { again.focus({ preventScroll: true }); }
  }
  function focusKey(element) {
    return element.id || (element.parentElement && element.parentElement.id) || "";
  }
  function findFocus(id) {
    const found = document.getElementById(id);
    return found && found.tagName === "DETAILS" ? found.querySelector("summary") : found;
  }
  window.setTimeout(update, LIVE_EVERY_MS);
}

const live = document.getElementById("live");
if (live) { keepUp(live); }

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.confirm)) { event.preventDefault(); }
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
for (const link of document.querySelectorAll("[data-back]")) {
  link.addEventListener("click", (event) => {
    if (window.history.length > 1) { event.preventDefault(); window.history.back(); }
  });
}
