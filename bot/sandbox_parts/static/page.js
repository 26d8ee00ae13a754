// Starts the page: who is looking, live updates, the tabs of the phone view, and the digest column.

import { $, ask, el, once, renew, say } from "./dom.js";
import { drawCard, fillAnswer, forgetAnswers } from "./card.js";
import { forms } from "./forms.js";
import { posts, setUpGroup, showGroup } from "./group.js";
import { setUpStaff, showStaff } from "./staff.js";

const viewer = () => $("viewer").value;
const actor = () => $("signed-in").value;
let fixed = null;
let people = [];
let socket = null;
let first = true;

async function start() {
  fixed = await (await fetch("/api/fixed")).json();
  document.title = `${fixed.group} - Schoolgate sandbox`;
  const staff = fixed.people.filter((who) => who.roles.includes("staff"));
  fill($("signed-in"), staff);
  meet(fixed.people);
  setUpGroup(fixed, viewer);
  setUpStaff(fixed, actor);
  setUpAsking();
  setUpDigest(staff.find((who) => who.roles.includes("dsl")) ?? staff[0]);
  setUpTop();
  $("viewer").addEventListener("change", look);
  connect();
}

/* Show the world as whoever is chosen. */
function look() {
  forgetAnswers(Object.values(fixed.places));
  $("inbox-error").textContent = "";
  connect();
}

/* Who is in the group now; whoever looks stays chosen as long as they are in it. */
function meet(everybody) {
  if (JSON.stringify(everybody) === JSON.stringify(people)) return;
  const chosen = viewer();
  people = everybody;
  fill($("viewer"), people);
  forms(people, posts);
  if (people.some((who) => who.id === chosen)) $("viewer").value = chosen;
}

function fill(select, people) {
  select.replaceChildren(...people.map((who) => el("option", { value: who.id, text: `${who.name} (${who.what})` })));
}

function connect() {
  $("inbox-title").textContent = `Private messages to ${people.find((who) => who.id === viewer()).name}`;
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
  meet(state.people);
  if (state.viewer !== viewer()) { look(); return; } // who looked has gone: the group was started again
  document.body.dataset.viewer = state.viewer;
  showGroup(state);
  showStaff(state.places, { quiet: first });
  const digests = state.places[fixed.places.digest] ?? [];
  renew($("latest-digest"), digests.slice(-1), (card) => drawCard(card, { by: actor, place: fixed.places.digest }));
  $("trouble").value = state.trouble;
  first = false;
}

/* What a parent can ask for; the answer arrives as a letter. */
function setUpAsking() {
  for (const button of document.querySelectorAll("[data-ask]")) {
    whilePressed(button, $("inbox-error"), async () => { await ask("ask", { person: viewer(), command: button.dataset.ask }); $("letters").scrollTop = 0; });
  }
  whilePressed($("join"), $("inbox-error"), join);
}

async function join() {
  const { person } = await ask("join");
  meet([...people.filter((who) => who.id !== person.id), person]);
  $("viewer").value = person.id;
  look();
  say(`${person.name} has joined. You are ${person.name} now.`);
}

/* Do something when a button is pressed, once at a time; what goes wrong is said in `error`. */
function whilePressed(button, error, act) {
  button.addEventListener("click", once(async () => {
    error.textContent = "";
    await act().catch((trouble) => { error.textContent = trouble.message; });
  }));
}

function setUpDigest(lead) {
  $("make-digest").addEventListener("click", once(async () => {
    fillAnswer($("digest-answer"), await give(lead.id, "digest", {}), actor);
  }));
  const field = fixed.menus.find((menu) => menu.name === "why")?.fields.find((one) => one.kind === "text");
  $("why").addEventListener("submit", once(async () => {
    fillAnswer($("why-answer"), await give(actor(), "why", { [field?.name ?? "text"]: $("why-text").value }), actor);
  }));
}

function give(person, command, values) {
  return ask("command", { person, command, values, place: fixed.places.staff }).catch((trouble) => ({ text: trouble.message, refused: true }));
}

function setUpTop() {
  $("welcome").hidden = localStorage.getItem("understood") === "yes";
  $("understood").addEventListener("click", () => { localStorage.setItem("understood", "yes"); $("welcome").hidden = true; $("text").focus(); });
  whilePressed($("again"), $("group-error"), async () => { await ask("again"); forgetAnswers(); $("digest-answer").replaceChildren(); });
  $("trouble").addEventListener("change", () => ask("trouble", { kind: $("trouble").value }).catch((trouble) => say(trouble.message)));
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.addEventListener("click", () => {
      document.body.dataset.view = tab.dataset.view;
      for (const one of document.querySelectorAll(".tabs button")) one.removeAttribute("aria-current");
      tab.setAttribute("aria-current", "true");
      scrollTo(0, 0); // else one view would open where the one before was left
    });
  }
}

start().catch(() => { $("status").textContent = "The sandbox does not answer. Reload the page."; });
