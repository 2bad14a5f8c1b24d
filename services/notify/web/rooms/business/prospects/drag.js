// Dragging a card onto a column: the card that was dropped asks for what its new stage demands.

import { signal } from "../../../live/signal.js";

export const KIND = "text/x-prospect";

/** The prospect that was dropped last, and the stage onto which it was. */
export const dropped = signal(/** @type {{prospect: string, stage: string} | null} */ (null));
