// The staff page: the sign-in form, or the desk of the person signed in.

import { watchActivity } from "./live/api.js";
import { startClock } from "./live/clock.js";
import { followTabs, sweepDrafts } from "./live/drafts.js";
import { returnFrom, takeReturn } from "./live/identity.js";
import { resume, session, watchSession } from "./live/session.js";
import { useSignal } from "./live/signal.js";
import { ActionButton, ignoreKeyRepeats } from "./parts/action-button.js";
import { Toasts } from "./parts/toasts.js";
import { Desk, Titled } from "./rooms/desk.js";
import { SignIn } from "./rooms/sign-in.js";
import { html, render, useLayoutEffect } from "./vendor/preact-htm.js";
import { language, reasonOf, useWords } from "./words/language.js";

function Page() {
  const t = useWords();
  const { state, me, ended, error, failure } = useSignal(session);
  useLayoutEffect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
  });
  if (state === "out") return html`<${Titled} /><${SignIn} ended=${ended} failure=${failure} key=${failure?.code} />`;
  if (state === "away") {
    return html`<div class="blank" role="alert">
      <p>${reasonOf(error)}</p>
      <${ActionButton} class="primary" action=${resume}>${t("retry")}<//>
    </div>`;
  }
  if (!me) return html`<p class="blank">${t("opening")}</p>`;
  return html`<${Desk} me=${me} key=${[me.staff, ...me.roles, ...me.branches].join(" ")} /><${Toasts} />`;
}

startClock();
sweepDrafts();
followTabs();
watchSession();
watchActivity();
ignoreKeyRepeats();
render(html`<${Page} />`, /** @type {Element} */ (document.getElementById("app")));
const given = takeReturn();
if (given) returnFrom(given);
else resume();
