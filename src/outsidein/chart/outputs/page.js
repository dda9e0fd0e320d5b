"use strict";
// One picture at a time on a stage; a view box says which part of it is seen, in units.
const byId = id => document.getElementById(id);
const views = JSON.parse(byId("model").textContent);
const pictures = [...document.querySelectorAll(".picture")];
const stage = byId("stage"), query = byId("query"), found = byId("found");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const READABLE = 0.8, LARGEST = 6, NEAR = 1.1; // pixels a unit
const trail = []; // the steps gone before this one
let shown = 0, at = null, moving = 0;

const svgs = pictures.map(picture => picture.querySelector("svg"));
const wholes = svgs.map(svg => svg.getAttribute("viewBox").split(" ").map(Number));
const boxes = views.map(() => null);
const known = views.map(view => new Map(view.stops.map(stop => [stop.id, stop])));

// ---- what is seen

function shape() { return Math.max(stage.clientHeight, 50) / Math.max(stage.clientWidth, 50); }

function scale() { return stage.clientWidth / boxes[shown][2]; }

function whole() {
  const [x, y, width, height] = wholes[shown];
  const seen = Math.max(width, height / shape());
  return [x - (seen - width) / 2, y - (seen * shape() - height) / 2, seen];
}

// Keep some of the picture on the stage, and its size within reason.
function within([x, y, seen]) {
  const [left, top, width, height] = wholes[shown];
  const kept = Math.min(Math.max(seen, stage.clientWidth / LARGEST), whole()[2] * 1.6);
  const grown = (seen - kept) / 2, tall = kept * shape();
  return [
    Math.min(Math.max(x + grown, left - kept * 0.8), left + width - kept * 0.2),
    Math.min(Math.max(y + grown * shape(), top - tall * 0.8), top + height - tall * 0.2), kept];
}

function show(box) {
  boxes[shown] = within(box);
  const [x, y, seen] = boxes[shown];
  svgs[shown].setAttribute("viewBox", `${x} ${y} ${seen} ${seen * shape()}`);
}

function glide(box) {
  cancelAnimationFrame(moving);
  if (still.matches || !boxes[shown]) { show(box); return; }
  const from = boxes[shown], to = within(box), start = performance.now();
  const step = now => {
    const part = Math.min((now - start) / 260, 1), eased = part * (2 - part);
    show(from.map((value, k) => value + (to[k] - value) * eased));
    if (part < 1) moving = requestAnimationFrame(step);
  };
  moving = requestAnimationFrame(step);
}

// Change the size by a factor; the point at (across, down) of the stage, 0 to 1, stays where it is.
function sized(factor, across = 0.5, down = 0.5) {
  const [x, y, seen] = boxes[shown], next = within([x, y, seen / factor])[2];
  return [x + (seen - next) * across, y + (seen - next) * shape() * down, next];
}

function moved(across, down) {
  const [x, y, seen] = boxes[shown];
  return [x + across * seen, y + down * seen * shape(), seen];
}

function turn(number) {
  cancelAnimationFrame(moving);
  shown = number;
  pictures.forEach((picture, k) => { picture.hidden = k !== number; });
  show(boxes[number] || whole());
  const same = at && known[number].get(at.id);
  if (same) go(same, false); else if (at) leave();
  list();
}

// ---- the step one stands at

function go(stop, remembered = true) {
  if (at && remembered && at.id !== stop.id) trail.push(at.id);
  at = stop;
  const element = byId(stop.element), box = element.getBBox();
  ring(element, box);
  const seen = Math.min(boxes[shown][2], stage.clientWidth / (scale() < READABLE ? NEAR : scale()));
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  glide([x - seen / 2, y - seen * shape() / 2, seen]);
  tell(stop);
  try { history.replaceState(null, "", `#${encodeURIComponent(stop.id)}`); } catch { /* in a frame */ }
}

function leave() {
  at = null;
  unring();
  byId("facts").replaceChildren(line("p", "No step is chosen."));
  buttons();
}

// The ring stands under its step and the labels beside it: it hides none of them.
function ring(element, box) {
  unring();
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const places = { x: box.x - 3, y: box.y - 3, width: box.width + 6, height: box.height + 6, rx: 9 };
  for (const [key, value] of Object.entries(places)) rect.setAttribute(key, value);
  rect.setAttribute("class", "ring");
  element.before(rect);
}

function unring() { document.querySelectorAll(".ring").forEach(one => one.remove()); }

function line(tag, text, kind) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

function ways(title, pairs) {
  const there = pairs.filter(([to]) => known[shown].has(to));
  if (!there.length) return [];
  return [line("h3", title), ...there.map(([to, label]) => {
    const button = line("button", known[shown].get(to).name);
    button.type = "button";
    if (label) button.prepend(line("small", label));
    button.addEventListener("click", () => { go(known[shown].get(to)); byId("panel").focus(); });
    return button;
  })];
}

function listed(texts) {
  const list = document.createElement("ul");
  list.append(...texts.map(text => line("li", text)));
  return list;
}

function tell(stop) {
  const parts = [line("h2", stop.name)];
  parts.push(line("p", stop.lane ? `${stop.kind} · ${stop.lane}` : stop.kind, "lane"));
  if (stop.said.length) parts.push(listed(stop.said));
  for (const [lane, said] of stop.parts) {
    if (stop.parts.length === 1 && said.join() === stop.said.join()) continue;
    parts.push(line("h3", lane || "Behind it"), listed(said));
  }
  if (stop.marks.length) {
    parts.push(line("h3", "What may go wrong or wait"));
    const list = listed(stop.marks.map(([, text]) => text));
    stop.marks.forEach(([number], k) => { if (number) list.children[k].prepend(line("b", `${number} `)); });
    parts.push(list);
  }
  const on = ways("Goes on to", stop.after);
  parts.push(...(on.length ? on : [line("p", "The way ends here.", "lane")]));
  parts.push(...ways("Comes from", stop.before));
  byId("facts").replaceChildren(...parts);
  buttons();
}

function neighbour(stop, back) {
  const pairs = (back ? stop.before : stop.after).filter(([to]) => known[shown].has(to));
  if (pairs.length) return known[shown].get(pairs[0][0]);
  const stops = views[shown].stops, joined = stops.some(one => one.after.length);
  return joined ? null : stops[stops.indexOf(stop) + (back ? -1 : 1)] || null;
}

function next() {
  const stop = at ? neighbour(at, false) : views[shown].stops[0];
  if (stop) go(stop);
}

function back() {
  while (trail.length) {
    const before = known[shown].get(trail.pop());
    if (before) { go(before, false); return; }
  }
  const stop = at && neighbour(at, true);
  if (stop) go(stop, false);
}

function buttons() {
  byId("on").disabled = at ? !neighbour(at, false) : !views[shown].stops.length;
  byId("back").disabled = !trail.length && !(at && neighbour(at, true));
}

// ---- finding

function plain(text) { return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(); }

function matches() {
  const words = plain(query.value).split(/\s+/).filter(Boolean);
  const rank = stop => (plain(stop.name).startsWith(words[0] || "") ? 0 : 1);
  return views[shown].stops.filter(stop => {
    const said = plain([stop.name, stop.lane, ...stop.parts.map(([lane]) => lane)].join(" "));
    return words.every(word => said.includes(word));
  }).sort((a, b) => rank(a) - rank(b));
}

function list() {
  const stops = matches();
  found.replaceChildren(...stops.map(stop => {
    const row = document.createElement("li"), button = line("button", stop.name);
    button.type = "button";
    button.tabIndex = -1; // arrows lead here, so that Tab passes a long list
    button.append(line("small", stop.lane || stop.kind));
    button.addEventListener("click", () => pick(stop));
    row.append(button);
    return row;
  }));
  byId("count").textContent = query.value ? `${stops.length} found` : "";
}

function pick(stop) {
  close();
  go(stop);
  stage.focus();
}

function open() { list(); found.hidden = false; }

function close() { found.hidden = true; }

function walk(event) {
  const rows = [...found.querySelectorAll("button")], here = rows.indexOf(document.activeElement);
  if (event.key === "Escape") {
    if (!found.hidden) { query.focus(); close(); } else { query.value = ""; list(); stage.focus(); }
  } else if (event.key === "ArrowDown") {
    if (found.hidden) open();
    (found.querySelectorAll("button")[here + 1] || query).focus();
  } else if (event.key === "ArrowUp") {
    (here > 0 ? rows[here - 1] : query).focus();
  } else if (event.key === "Enter" && event.target === query) {
    const [first] = matches();
    if (first) pick(first);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

query.addEventListener("input", open);
query.addEventListener("focus", open);
byId("search").addEventListener("keydown", walk);
byId("search").addEventListener("focusout", event => {
  if (event.relatedTarget && !byId("search").contains(event.relatedTarget)) close();
});

// ---- keys, mouse, fingers

const KEYS = {
  "+": () => glide(sized(1.4)), "=": () => glide(sized(1.4)), "-": () => glide(sized(1 / 1.4)),
  "0": () => glide(whole()), "n": next, "p": back, "/": () => { query.focus(); query.select(); },
};
const ARROWS = { ArrowLeft: [-0.15, 0], ArrowRight: [0.15, 0], ArrowUp: [0, -0.2], ArrowDown: [0, 0.2] };

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === query) return;
  if (event.key === "Escape") leave();
  else if (event.target === stage && ARROWS[event.key]) glide(moved(...ARROWS[event.key]));
  else if (KEYS[event.key] && byId("keys").checked) KEYS[event.key]();
  else return;
  event.preventDefault();
});

stage.addEventListener("wheel", event => {
  event.preventDefault();
  cancelAnimationFrame(moving);
  const frame = stage.getBoundingClientRect(), size = event.deltaMode ? 30 : 1;
  if (event.shiftKey) { show(moved((event.deltaY + event.deltaX) * size / frame.width, 0)); return; }
  show(sized(Math.exp(-event.deltaY * size / 400),
    (event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height));
}, { passive: false });

const fingers = new Map();
let travelled = 0;

stage.addEventListener("pointerdown", event => {
  if (event.button) return;
  fingers.set(event.pointerId, [event.clientX, event.clientY]);
  travelled = 0;
  cancelAnimationFrame(moving);
});

stage.addEventListener("pointermove", event => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const now = [event.clientX, event.clientY], frame = stage.getBoundingClientRect();
  const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
  travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
  if (travelled > 4) {
    stage.setPointerCapture(event.pointerId);
    stage.classList.add("held");
  }
  fingers.set(event.pointerId, now);
  const share = 1 / fingers.size;
  show(moved((before[0] - now[0]) / frame.width * share, (before[1] - now[1]) / frame.height * share));
  if (others.length) {
    const [other] = others, apart = place => Math.hypot(place[0] - other[0], place[1] - other[1]);
    show(sized(apart(now) / Math.max(apart(before), 1),
      ((now[0] + other[0]) / 2 - frame.left) / frame.width,
      ((now[1] + other[1]) / 2 - frame.top) / frame.height));
  }
});

function lifted(event) {
  fingers.delete(event.pointerId);
  if (!fingers.size) stage.classList.remove("held");
}
stage.addEventListener("pointerup", lifted);
stage.addEventListener("pointercancel", lifted);

stage.addEventListener("click", event => {
  const element = event.target.closest("g[data-stop]");
  close();
  if (element && travelled <= 4) go(known[shown].get(element.dataset.stop));
});

// ---- begin

views.forEach((view, k) => {
  for (const stop of view.stops) byId(stop.element).dataset.stop = stop.id;
  pictures[k].hidden = k !== 0;
});
for (const choice of document.querySelectorAll("input[name=view]")) {
  choice.addEventListener("change", () => turn(Number(choice.value)));
}
byId("on").addEventListener("click", next);
byId("back").addEventListener("click", back);
byId("in").addEventListener("click", () => glide(sized(1.4)));
byId("out").addEventListener("click", () => glide(sized(1 / 1.4)));
byId("whole").addEventListener("click", () => glide(whole()));
addEventListener("resize", () => { if (boxes[shown]) show(boxes[shown]); });
addEventListener("beforeprint", () => svgs.forEach((svg, k) => svg.setAttribute("viewBox", wholes[k].join(" "))));
addEventListener("afterprint", () => show(boxes[shown]));
document.body.classList.add("live");
const asked = document.querySelector("input[name=view]:checked");
turn(asked ? Number(asked.value) : 0);
buttons();
let wanted = null;
try { wanted = known[shown].get(decodeURIComponent(location.hash.slice(1))); } catch { /* no name */ }
if (wanted) go(wanted);
