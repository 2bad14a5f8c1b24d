// The desk of a person signed in: the head of the page, the rooms, and the messages beside them.

import { AccountButton } from "./account.js";
import { Feed, useFeed } from "./feed/feed.js";
import { opened } from "./customers/opened.js";
import { Away } from "./presence.js";
import { Recording } from "./recording/recording.js";
import { holdsWords, ROOMS } from "./rooms.js";
import { timeOfDay } from "../live/clock.js";
import { branchName, forgetBranches, useBranches } from "../live/branches.js";
import { forgetColleagues, textOf, useNames } from "../live/colleagues.js";
import { announcement, connect, useConnection } from "../live/connection.js";
import { clearFeed } from "../live/feed.js";
import { forgetCustomerNames } from "../live/customer-names.js";
import { hideBranch, showBranch, shownFloor } from "../live/floor.js";
import { forgetProducts, useProducts } from "../live/products.js";
import { may, mayPerhaps, rights } from "../live/rights.js";
import { firstBranch, signOut } from "../live/session.js";
import { useSignal } from "../live/signal.js";
import { remember } from "../live/storage.js";
import { ActionButton } from "../parts/action-button.js";
import { toast } from "../parts/toasts.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { language, pick, switchLanguage, t as say, useWords } from "../words/language.js";
import { roleName, urgencyName } from "../words/terms.js";

export function Titled({ open = 0 }) {
  const t = useWords();
  useEffect(() => {
    document.title = `${open ? `(${open}) ` : ""}${t("title")} · Foyer`;
  });
  return null;
}

/** Who keeps customers of their own, and serves nobody at a counter, begins with the customers. */
const firstRoom = (rooms, branch) =>
  (may("customer.view_own_customers_data", branch) &&
    !may("lobby.call_next", branch) &&
    rooms.find((one) => one.name === "customers")) ||
  rooms[0];

/** @param {{me: Me}} props */
export function Desk({ me }) {
  const t = useWords();
  useNames();
  useProducts();
  useBranches();
  const { branch } = useSignal(shownFloor);
  useSignal(rights);
  const at = branch && me.branches.includes(branch) ? branch : firstBranch(me);
  const isShown = (one) => mayPerhaps(one.asks, at) || holdsWords(one, branch);
  const rooms = ROOMS.filter((one) => (me.branches.length > 0 || one.anywhere) && isShown(one));
  const feedFirst = !rooms.length;
  const [chosen, setRoom] = useState(firstRoom(rooms, at));
  const room = rooms.includes(chosen) ? chosen : rooms[0]; // what one may see changes with whom one covers
  const [tab, setTab] = useState(feedFirst ? "feed" : "room"); // which of the two a narrow screen shows
  const { open } = useFeed();
  useEffect(() => {
    if (rooms.length && me.branches.length) showBranch(firstBranch(me));
    const stop = connect({
      staff: me.staff,
      onCaughtUp: () => toast(say("caught_up")),
    });
    return () => {
      stop();
      hideBranch();
      clearFeed();
      forgetColleagues();
      forgetCustomerNames();
      forgetProducts();
      forgetBranches();
    };
  }, []);
  const go = (wanted) => {
    setRoom(wanted);
    setTab("room");
  };
  const files = rooms.find((one) => one.name === "customers");
  useEffect(() => opened.watch((customer) => customer && files && go(files)), [files]); // from whatever room
  const panels = [
    room && (branch || room.anywhere) && html`<${room.show} me=${me} branch=${branch} key="${room.name} ${branch}" />`,
    html`<${Feed} me=${me} key="feed" />`,
  ];
  const tabs = [
    ...rooms.map((one) => html`<${RoomTab} key=${one.name} of=${one} chosen=${one === room} tab=${tab} onGo=${go} />`),
    html`<${FeedTab} key="feed" open=${open.length} tab=${tab} onGo=${() => setTab("feed")} />`,
  ];
  if (feedFirst) {
    panels.reverse();
    tabs.unshift(tabs.pop());
  }
  const shown = `show-${tab} ${feedFirst ? "feed-first" : ""} ${rooms.length ? "" : "alone"}`;
  const alarm = open.find((entry) => entry.urgency === "alarm" && !entry.quiet);
  return html`<${Titled} open=${open.length} />
    <a class="skip" href="#${feedFirst ? "feed" : room.name}">${t("skip")}</a>
    <${TopBar} me=${me} />
    <${LostBanner} />
    <${Away} me=${me} />
    ${
      alarm &&
      html`<button type="button" class="alarm-strip ${tab}" onClick=${() => setTab("feed")}>
        ${urgencyName("alarm")} ${textOf(alarm)} ›
      </button>`
    }
    <nav
      class="tabs ${rooms.length > 1 ? "many" : ""}"
      aria-label=${t("title")}
    >
      ${tabs}
    </nav>
    <main class="panels ${shown}">${panels}</main>
    <${Recording} />
    <${Spoken} />`;
}

function RoomTab({ of, chosen, tab, onGo }) {
  const t = useWords();
  const current = chosen && tab === "room" ? "page" : null;
  return html`<button
    type="button"
    class=${chosen ? "chosen" : ""}
    aria-current=${current}
    onClick=${() => onGo(of)}
  >
    ${t(of.name)}
  </button>`;
}

function FeedTab({ open, tab, onGo }) {
  const t = useWords();
  return html`<button
    class="to-feed"
    type="button"
    aria-current=${tab === "feed" ? "page" : null}
    onClick=${onGo}
  >
    ${t("feed")} ${open > 0 && html`<span class="count">${open}</span>`}
  </button>`;
}

function TopBar({ me }) {
  const t = useWords();
  const { branch, floor } = useSignal(shownFloor);
  const change = (event) => {
    remember("branch", event.target.value);
    showBranch(event.target.value);
  };
  const other = language.value === "zh" ? "en" : "zh-CN";
  return html`<header class="top">
    <img src="/static/icon.svg" alt="" width="36" height="36" />
    <h1>
      ${floor ? pick([floor.name_zh, floor.name_en]) : branch ? branchName(branch) : "Foyer"}
    </h1>
    ${
      me.branches.length > 1 &&
      html`<select aria-label=${t("branch")} value=${branch} onChange=${change}>
        ${me.branches.map((id) => html`<option key=${id} value=${id}>${branchName(id)}</option>`)}
      </select>`
    }
    <${ConnectionState} />
    <span class="me">
      <b>${me.name}</b>${" "}
      <span class="faint">${me.roles.map(roleName).join(pick(["、", ", "]))}</span>
    </span>
    <button type="button" class="quiet" lang=${other} onClick=${switchLanguage}>
      ${t("other_language")}
    </button>
    <${AccountButton} />
    <${ActionButton} class="quiet" action=${signOut}>${t("sign_out")}<//>
  </header>`;
}

function ConnectionState() {
  const t = useWords();
  const { state, at } = useConnection();
  return html`<span class="connection ${state}" role="status">${t(state)}</span>${" "}
    <span class="read-at faint">${t("read_at", { time: timeOfDay(at, { seconds: true }) })}</span>`;
}

function LostBanner() {
  const t = useWords();
  const { state, at } = useConnection();
  if (state !== "lost") return null;
  const text = t("lost_banner", { time: timeOfDay(at, { seconds: true }) });
  return html`<div class="banner" role="alert">${text}</div>`;
}

/** The last news, read aloud: an alarm at once, the rest when there is a pause. */
function Spoken() {
  const { polite, alarm } = useSignal(announcement);
  return html`<div class="unseen" aria-live="polite">${polite}</div>
    <div class="unseen" role="alert">${alarm}</div>`;
}
