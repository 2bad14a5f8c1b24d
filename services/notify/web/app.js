// The staff page: who is signed in, what they see, and the line that keeps it true.

import { cell, useCell } from "./live/signal.js";
import { now, timeOfDay } from "./live/clock.js";
import { remember } from "./live/storage.js";
import { Feed, useFeed } from "./rooms/feed/feed.js";
import { keepFresh, OLD, useAge } from "./live/freshness.js";
import { enter, hall, happened, hear as hearHall, leave, look } from "./live/floor.js";
import { empty, inbox, keep, readFeed } from "./live/feed.js";
import { Doing, guardRepeats, Notes, tell } from "./parts/parts.js";
import { Recording } from "./rooms/recording/recording.js";
import { holdsWords, ROOMS } from "./rooms/rooms.js";
import { Away } from "./rooms/presence.js";
import { firstBranch, has, renewRights, resume, session, signOut } from "./live/session.js";
import { SignIn } from "./rooms/sign-in.js";
import { follow } from "./live/stream.js";
import { roleName, urgencyName } from "./words/terms.js";
import { html, render, useEffect, useLayoutEffect, useState } from "./vendor/preact-htm.js";
import { language, pick, reasonOf, switchLanguage, t, useWords } from "./words/language.js";

const line = cell({ state: "connecting", since: Date.now() }); // the stream, and since when it is so
const said = cell({ polite: "", alarm: "" }); // for those who listen rather than look

function Page() {
  const t = useWords();
  const { state, me, ended, error } = useCell(session);
  useLayoutEffect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
  });
  if (state === "opening") return html`<p class="blank">${t("opening")}</p>`;
  if (state === "out") return html`<${Titled} /><${SignIn} ended=${ended} />`;
  if (state === "away") {
    return html`<div class="blank" role="alert">
      <p>${reasonOf(error)}</p>
      <${Doing} class="primary" does=${resume}>${t("retry")}<//>
    </div>`;
  }
  return html`<${Desk} me=${me} key=${[me.staff, ...me.roles, ...me.branches].join(" ")} /><${Notes} />`;
}

function Titled({ open = 0 }) {
  const t = useWords();
  useEffect(() => {
    document.title = `${open ? `(${open}) ` : ""}${t("title")} · Foyer`;
  });
  return null;
}

function Desk({ me }) {
  const t = useWords();
  const { branch } = useCell(hall);
  const rooms = ROOMS.filter((room) => me.branches.length > 0 && (has(me, ...room.who) || holdsWords(room, branch)));
  const feedFirst = !rooms.length || (has(me, "account_manager") && !has(me, "teller", "lobby_manager"));
  const [chosen, setRoom] = useState(rooms[0]);
  const room = rooms.includes(chosen) ? chosen : rooms[0]; // what one may see changes with whom one covers
  const [tab, setTab] = useState(feedFirst ? "feed" : "room"); // which of the two a narrow screen shows
  const { open } = useFeed();
  useEffect(() => {
    if (rooms.length) enter(firstBranch(me));
    const stop = goLive(me);
    return () => {
      stop();
      leave();
      empty();
    };
  }, []);
  const go = (wanted) => {
    setRoom(wanted);
    setTab("room");
  };
  const panels = [room && branch && html`<${room.show} me=${me} branch=${branch} key="${room.name} ${branch}" />`, html`<${Feed} me=${me} key="feed" />`];
  const feedTab = html`<button key="feed" class="to-feed" type="button" aria-current=${tab === "feed" ? "page" : null} onClick=${() => setTab("feed")}>
    ${t("feed")} ${open.length > 0 && html`<span class="count">${open.length}</span>`}
  </button>`;
  const tabs = rooms.map(
    (one) => html`<button key=${one.name} type="button" class=${room === one ? "chosen" : ""} aria-current=${room === one && tab === "room" ? "page" : null} onClick=${() => go(one)}>${t(one.name)}</button>`,
  );
  const alarm = open.find((entry) => entry.urgency === "alarm" && !entry.quiet);
  return html`<${Titled} open=${open.length} />
    <a class="skip" href="#${feedFirst ? "feed" : room.name}">${t("skip")}</a>
    <${TopBar} me=${me} />
    <${LineBanner} />
    <${Away} me=${me} />
    ${alarm &&
    html`<button type="button" class="alarm-strip ${tab}" onClick=${() => setTab("feed")}>${urgencyName("alarm")} ${pick([alarm.text.zh, alarm.text.en])} ›</button>`}
    <nav class="tabs ${rooms.length > 1 ? "many" : ""}" aria-label=${t("title")}>${feedFirst ? [feedTab, ...tabs] : [...tabs, feedTab]}</nav>
    <main class="panels show-${tab} ${feedFirst ? "feed-first" : ""} ${rooms.length ? "" : "alone"}">${feedFirst ? panels.reverse() : panels}</main>
    <${Recording} />
    <${Spoken} />`;
}

function TopBar({ me }) {
  const t = useWords();
  const { branch, floor } = useCell(hall);
  const change = (event) => {
    remember("branch", event.target.value);
    enter(event.target.value);
  };
  return html`<header class="top">
    <img src="/static/icon.svg" alt="" width="36" height="36" />
    <h1>${floor ? pick([floor.name_zh, floor.name_en]) : (branch ?? "Foyer")}</h1>
    ${me.branches.length > 1 &&
    html`<select aria-label=${t("branch")} value=${branch} onChange=${change}>
      ${me.branches.map((id) => html`<option key=${id} value=${id}>${id}</option>`)}
    </select>`}
    <${LineState} />
    <span class="me"><b>${me.name}</b> <span class="faint">${me.roles.map(roleName).join(pick(["、", ", "]))}</span></span>
    <button type="button" class="quiet" lang=${language.value === "zh" ? "en" : "zh-CN"} onClick=${switchLanguage}>${t("other_language")}</button>
    <${Doing} class="quiet" does=${signOut}>${t("sign_out")}<//>
  </header>`;
}

const SLOW = 10_000; // milliseconds of connecting, after which the page says that it reads without the stream

/** How the page is kept true: by the stream, by reading again, or not at all; and what it shows is of when. */
function useLine() {
  const { state, since } = useCell(line);
  const age = useAge();
  const read = age !== null && Date.now() - age; // when the older of floor and feed was read
  const shown = () => {
    if (age !== null && age >= OLD) return "lost";
    if (state === "live") return "live";
    if (state === "lost") return read > since ? "polled" : "lost";
    return read && Date.now() - since >= SLOW ? "polled" : "connecting";
  };
  return { state: shown(), at: age === null ? since : now.value - age };
}

function LineState() {
  const t = useWords();
  const { state, at } = useLine();
  return html`<span class="line-state ${state}" role="status">${t(state)}</span> <span class="read-at faint">${t("read_at", { time: timeOfDay(at, { seconds: true }) })}</span>`;
}

function LineBanner() {
  const t = useWords();
  const { state, at } = useLine();
  if (state !== "lost") return null;
  return html`<div class="banner" role="alert">${t("lost_banner", { time: timeOfDay(at, { seconds: true }) })}</div>`;
}

function Spoken() {
  const { polite, alarm } = useCell(said);
  return html`<div class="unseen" aria-live="polite">${polite}</div>
    <div class="unseen" role="alert">${alarm}</div>`;
}

/** Read the feed, then follow the stream from there, and read again whatever comes of it. The answer ends it. */
function goLive(me) {
  const hear = ({ type, state, data }) => {
    if (type === "floor" && data.branch === hall.value.branch) hearHall(data);
    if (type === "entry") hearEntry(data);
    if (type === "state" && state !== line.value.state) turn(state);
  };
  line.set({ state: "connecting", since: Date.now() });
  const stop = { now: () => (stop.done = true) };
  const begin = () => {
    if (!stop.done) stop.now = follow({ staff: me.staff, after: () => inbox.value.last, hear });
  };
  readFeed().then(begin, begin);
  const rest = keepFresh({ hear: announce, read: () => line.value.state !== "live" && happened.set({ event: "live" }) });
  return () => {
    rest();
    stop.now();
  };
}

/** The stream is there, or is not any more: see how things stand. */
function turn(state) {
  const lost = line.value.state === "lost";
  line.set({ state, since: Date.now() });
  if (state === "connecting") return;
  look();
  if (state === "live") happened.set({ event: "live" });
  readFeed().then(
    (entries) => {
      entries.forEach(announce);
      if (lost && state === "live") tell(t("caught_up"));
    },
    () => {},
  );
}

function hearEntry(entry) {
  const known = inbox.value.entries.find((one) => one.id === entry.id);
  keep([entry]);
  if (known) return;
  announce(entry);
}

/** What news brings with it, and saying it aloud. */
function announce(entry) {
  if (["floor_covered", "cover_ended"].includes(entry.kind)) renewRights();
  if (entry.quiet) {
    happened.set({ event: entry.kind }); // those who were told look again, and nothing is said aloud (D12)
    return;
  }
  const text = pick([entry.text.zh, entry.text.en]);
  said.set(entry.urgency === "alarm" ? { ...said.value, alarm: text } : { ...said.value, polite: text });
}

guardRepeats();
render(html`<${Page} />`, document.getElementById("app"));
resume();
