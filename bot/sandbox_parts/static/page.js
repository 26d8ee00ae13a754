// Starts the page: who is looking, live updates, the tabs of the phone view, and the digest column.

import { $, ask, el, renew } from "./dom.js";
import { drawCard, fillAnswer, forgetAnswers } from "./card.js";
import { forms } from "./forms.js";
import { posts, setUpGroup, showGroup } from "./group.js";
import { commandForm, setUpStaff, showStaff } from "./staff.js";

const viewer = () => $("viewer").value;
const actor = () => $("signed-in").value;
let fixed = null;
let socket = null;
let first = true;

async function start() {
  fixed = await (await fetch("/api/fixed")).json();
  document.title = `${fixed.group} - Schoolgate sandbox`;
  const staff = fixed.people.filter((who) => who.roles.includes("staff"));
  fill($("viewer"), fixed.people);
  fill($("signed-in"), staff);
  forms(fixed.people, posts);
  setUpGroup(fixed, viewer);
  setUpStaff(fixed, actor);
  setUpOwnCommands();
  setUpDigest(staff.find((who) => who.roles.includes("dsl")) ?? staff[0]);
  setUpTop();
  $("viewer").addEventListener("change", () => { forgetAnswers(Object.values(fixed.places)); connect(); });
  connect();
}

function fill(select, people) {
  select.replaceChildren(...people.map((who) => el("option", { value: who.id, text: `${who.name} (${who.what})` })));
}

function connect() {
  $("inbox-title").textContent = `Private messages to ${fixed.people.find((who) => who.id === viewer()).name}`;
  if (socket) { socket.onclose = null; socket.close(); }
  const mine = (socket = new WebSocket(`ws://${location.host}/live?viewer=${encodeURIComponent(viewer())}`));
  mine.onopen = () => { $("status").textContent = "Live on this computer"; $("status").className = "status live"; };
  mine.onmessage = (event) => { if (mine === socket) show(JSON.parse(event.data)); };
  mine.onclose = () => {
    $("status").textContent = "The sandbox has stopped. Trying again…";
    $("status").className = "status lost";
    setTimeout(() => { if (mine === socket) connect(); }, 1500);
  };
}

function show(state) {
  document.body.dataset.viewer = state.viewer;
  showGroup(state);
  showStaff(state.places, { quiet: first });
  const digests = state.places[fixed.places.digest] ?? [];
  renew($("latest-digest"), digests.slice(-1), (card) => drawCard(card, { by: actor, place: fixed.places.digest }));
  $("trouble").value = state.trouble;
  first = false;
}

function setUpOwnCommands() {
  const menus = fixed.menus.filter((menu) => menu.needs === "anyone");
  $("own-commands").hidden = !menus.length;
  if (menus.length) $("own-commands").append(commandForm(menus, viewer, "private"));
}

function setUpDigest(lead) {
  const button = $("make-digest");
  button.addEventListener("click", async () => {
    button.ariaDisabled = "true";
    const reply = await give(lead.id, "digest", {});
    fillAnswer($("digest-answer"), reply, actor);
    button.ariaDisabled = "false";
  });
  const field = fixed.menus.find((menu) => menu.name === "why")?.fields.find((one) => one.kind === "text");
  $("why").addEventListener("submit", async (event) => {
    event.preventDefault();
    fillAnswer($("why-answer"), await give(actor(), "why", { [field?.name ?? "text"]: $("why-text").value }), actor);
  });
}

function give(person, command, values) {
  return ask("command", { person, command, values, place: fixed.places.staff }).catch((trouble) => ({ text: trouble.message, refused: true }));
}

function setUpTop() {
  $("welcome").hidden = localStorage.getItem("understood") === "yes";
  $("understood").addEventListener("click", () => { localStorage.setItem("understood", "yes"); $("welcome").hidden = true; $("text").focus(); });
  $("again").addEventListener("click", async () => { forgetAnswers(); $("digest-answer").replaceChildren(); await ask("again"); });
  $("trouble").addEventListener("change", () => ask("trouble", { kind: $("trouble").value }));
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.addEventListener("click", () => {
      document.body.dataset.view = tab.dataset.view;
      for (const one of document.querySelectorAll(".tabs button")) one.removeAttribute("aria-current");
      tab.setAttribute("aria-current", "true");
    });
  }
}

start().catch(() => { $("status").textContent = "The sandbox does not answer. Reload the page."; });
