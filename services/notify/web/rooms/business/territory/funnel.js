// A funnel plot (R1): each branch by its number of cases and its share of them that was won, with the limits within
// which chance alone leaves 95 and 99.8 of 100. The table beside it says the same to those who do not see it.

import { branchName, useBranches } from "../../../live/branches.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";

const WIDTH = 560;
const HEIGHT = 300;
const LEFT = 44;
const BOTTOM = 34;
const TOP = 12;
const RIGHT = 16;

const percent = (/** @type {number | null} */ share) => (share === null ? "–" : `${(share * 100).toFixed(1)} %`);

/**
 * Whole numbers from 0 to `most` at equal steps of 1, 2 or 5 times a power of ten, some five of them.
 *
 * @param {number} most
 */
export function ticks(most) {
  const least = Math.max(most / 5, 1);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= least) ?? 10);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, number) => number * step);
}

/** Where the name of a point stands: above its line, and to the left of a point that is far to the right. */
const beside = (/** @type {number} */ x, /** @type {number} */ y) =>
  x > WIDTH * 0.7
    ? { x: x - 9, y: y > TOP + 14 ? y - 8 : y + 16, "text-anchor": "end" }
    : { x: x + 9, y: y > TOP + 14 ? y - 8 : y + 16 };

/** @param {{funnel: any}} props */
export function FunnelPlot({ funnel }) {
  const t = useWords();
  useBranches();
  const most = Math.max(...funnel.curve.map((one) => one.cases), 1);
  const x = (cases) => LEFT + (cases / most) * (WIDTH - LEFT - RIGHT);
  const y = (share) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  const line = (of) => funnel.curve.map((one) => `${x(one.cases).toFixed(1)},${y(one[of]).toFixed(1)}`).join(" ");
  const seen = funnel.points.filter((one) => one.share !== null);
  return html`<div class="funnel">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${t("funnel_picture")}>
      ${[0, 0.25, 0.5, 0.75, 1].map(
        (share) => html`<g key=${share}>
          <line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(share)} y2=${y(share)} />
          <text class="axis" x=${LEFT - 6} y=${y(share) + 4} text-anchor="end">${share * 100} %</text>
        </g>`,
      )}
      ${ticks(most).map(
        (cases) =>
          html`<text key=${cases} class="axis" x=${x(cases)} y=${HEIGHT - 20} text-anchor="middle">${cases}</text>`,
      )}
      <text class="axis" x=${WIDTH - RIGHT} y=${HEIGHT - 2} text-anchor="end">${t("funnel_cases")}</text>
      <line class="mean" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(funnel.share)} y2=${y(funnel.share)} />
      ${["low_95", "high_95"].map((of) => html`<polyline key=${of} class="limit-95" points=${line(of)} />`)}
      ${["low_998", "high_998"].map((of) => html`<polyline key=${of} class="limit-998" points=${line(of)} />`)}
      ${seen.map(
        (one) => html`<g key=${one.branch} class="point ${one.standing}">
          <circle cx=${x(one.cases)} cy=${y(one.share)} r="5" />
          <text ...${beside(x(one.cases), y(one.share))}>${branchName(one.branch)}</text>
        </g>`,
      )}
    </svg>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("funnel_table")}>
      <table class="table numbers">
        <caption class="unseen">${t("funnel_table")}</caption>
        <thead><tr>${[
          "branch",
          "funnel_cases",
          "funnel_won",
          "funnel_share",
          "funnel_95",
          "funnel_998",
          "funnel_standing",
        ].map((word) => html`<th key=${word} scope="col">${t(word)}</th>`)}</tr></thead>
        <tbody>
          ${funnel.points.map(
            (one) => html`<tr key=${one.branch}>
              <th scope="row">${branchName(one.branch)}</th>
              <td>${one.cases}</td><td>${one.won}</td><td>${percent(one.share)}</td>
              <td>${one.limits ? `${percent(one.limits.low_95)} – ${percent(one.limits.high_95)}` : "–"}</td>
              <td>${one.limits ? `${percent(one.limits.low_998)} – ${percent(one.limits.high_998)}` : "–"}</td>
              <td>${t(`funnel_${one.standing}`)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </div>`;
}
